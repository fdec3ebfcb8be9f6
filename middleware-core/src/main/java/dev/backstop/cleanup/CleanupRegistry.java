package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cleanups of one exchange. Unwinding runs each of them exactly once, last registered first,
 * with the same outcome.
 *
 * <ul>
 *   <li>A cleanup that throws, an {@link Error} too, does not stop the others; its failure is in
 *       the {@link CleanupReport}.
 *   <li>A cleanup may register another, which runs next.
 *   <li>A cleanup registered after the end runs at once, on the calling thread, with the same
 *       outcome, and is reported as late.
 *   <li>A cleanup that leaves its thread interrupted does not disturb the next: the flag is set
 *       again when all have run.
 * </ul>
 *
 * <p>Thread-safe and lock-free: a registration is one compare-and-set, and no lock is held while a
 * cleanup runs.
 */
public final class CleanupRegistry {
  private static final VarHandle TOP;
  private static final VarHandle OUTCOME;

  /** The top once everything has run; what comes after it is late. */
  private static final Entry CLOSED = new ReleaseEntry("closed", "", ignored -> {});

  private static final int SWEEP_EVERY = 8;

  private static final CleanupReport NOTHING = new CleanupReport(null, 0);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TOP = lookup.findVarHandle(CleanupRegistry.class, "top", Entry.class);
      OUTCOME = lookup.findVarHandle(CleanupRegistry.class, "outcome", Outcome.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CleanupMonitor monitor;
  private volatile @Nullable Entry top;
  private volatile @Nullable Outcome outcome; // set once, when unwinding begins
  private @Nullable Unwinding unwinding; // written once, by the thread that unwinds
  private int spentCount; // about: a count that is lost only puts off a sweep

  /** Makes a registry of its own, for work that is no HTTP exchange; nothing is timed. */
  public CleanupRegistry() {
    this(new StandaloneMonitor());
  }

  /** Makes the registry of an owner, which it asks for time and tells of late registrations. */
  public CleanupRegistry(CleanupMonitor monitor) {
    this.monitor = monitor;
  }

  /**
   * Registers the release of a resource and returns the resource.
   *
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   * @param resource bound now: a variable that changes later changes nothing here
   * @return {@code resource}
   */
  public <T> T register(String name, T resource, Release<? super T> release) {
    requireName(name);
    requireGiven(resource, "resource of ", name);
    requireGiven(release, "release of ", name);
    push(new ReleaseEntry(name, resource, release));
    return resource;
  }

  /**
   * Registers a cleanup that is given the outcome.
   *
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   */
  public Registration register(String name, Cleanup cleanup) {
    requireName(name);
    requireGiven(cleanup, "work of ", name);
    OwnedEntry entry = new OwnedEntry(name, cleanup, this);
    push(entry);
    return entry;
  }

  /**
   * Registers the release of a resource that may have to be released earlier, or not at all.
   *
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   * @param resource bound now: a variable that changes later changes nothing here
   */
  public <T> Held<T> hold(String name, T resource, Release<? super T> release) {
    requireName(name);
    requireGiven(resource, "resource of ", name);
    requireGiven(release, "release of ", name);
    HeldEntry<T> entry = new HeldEntry<>(name, resource, release, this);
    push(entry);
    return entry;
  }

  /** For Backstop's own packages: registers the end of an observer, by the same rules. */
  public void observe(String name, EndObserver observer) {
    push(new ObserverEntry(name, observer, this));
  }

  void observerFailed(String name, Throwable failure) {
    monitor.observerFailed(name, failure);
  }

  private static void requireName(@Nullable String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "cleanup name is " + (name == null ? "null" : "blank") + "; give a short, fixed name");
    }
  }

  private static void requireGiven(@Nullable Object value, String what, String name) {
    if (value == null) {
      throw new NullPointerException(
          what + "cleanup '" + name + "' is null; give one, or register nothing");
    }
  }

  private void push(Entry entry) {
    while (true) {
      Entry seen = top;
      if (seen == CLOSED) {
        runLate(entry);
        return;
      }
      Entry below = seen;
      while (below != null && below.isSpent()) {
        below = below.next; // a stream that holds and releases for hours must not grow
      }
      entry.next = below;
      if (TOP.compareAndSet(this, seen, entry)) {
        return;
      }
    }
  }

  @SuppressWarnings("NullAway") // closed means that there is an outcome
  private void runLate(Entry entry) {
    if (entry.take()) {
      entry.run(outcome, monitor);
      monitor.late(entry.name, entry.failure());
    }
  }

  /** Runs a taken entry before the end; its failure, if any, is told when the stack unwinds. */
  void runEarly(Entry entry) {
    Outcome known = outcome;
    entry.runEarly(known == null ? monitor.outcomeSoFar() : known, monitor);
    if (entry.isSpent()) {
      spent();
    } else if (outcome != null) {
      monitor.late(entry.name, entry.failure()); // the unwinding may have passed it by
    }
  }

  /** An entry is spent: now and then the stack is rid of those, lest a long stream grows. */
  void spent() {
    if (++spentCount % SWEEP_EVERY == 0) {
      for (Entry entry = top; entry != null; entry = entry.unlinkSpent()) {}
    }
  }

  /**
   * Runs all cleanups, on this thread, last registered first, and closes the registry. Only the
   * first call runs them; a later or concurrent one runs nothing.
   *
   * @return what ran; for a call that came while another unwinds, what ran so far
   */
  public CleanupReport unwind(Outcome outcome) {
    Objects.requireNonNull(outcome, "outcome");
    if (!OUTCOME.compareAndSet(this, null, outcome) || TOP.compareAndSet(this, null, CLOSED)) {
      return report();
    }
    boolean interrupted = Thread.interrupted();
    Unwinding mine = new Unwinding();
    unwinding = mine;
    long start = monitor.nanoTime();
    Entry rest = null;
    while (true) {
      rest = withNewlyRegistered(rest);
      if (rest == null) {
        if (TOP.compareAndSet(this, null, CLOSED)) {
          break;
        }
        continue;
      }
      Entry entry = rest;
      rest = entry.next;
      if (entry.take()) {
        entry.run(outcome, monitor);
        interrupted |= Thread.interrupted();
        mine.note(entry);
        tellFailure(entry);
      } else if (entry.hasRun()) {
        mine.note(entry); // run early, and failed
        tellFailure(entry);
      }
    }
    mine.over(monitor.nanoTime() - start);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return report();
  }

  private void tellFailure(Entry entry) {
    Throwable failure = entry.failure();
    if (failure != null && !(entry instanceof ObserverEntry)) { // that one has told it
      monitor.failed(entry.name, failure);
    }
  }

  /** Takes what was registered since the last look; it runs before the rest. */
  private @Nullable Entry withNewlyRegistered(@Nullable Entry rest) {
    if (top == null) {
      return rest;
    }
    Entry fresh = (Entry) TOP.getAndSet(this, null);
    if (rest != null) {
      Entry bottom = fresh;
      while (bottom.next != null) {
        bottom = bottom.next;
      }
      bottom.next = rest;
    }
    return fresh;
  }

  /**
   * What has run so far. It begins as all zeros, so another thread may come to it by a race; what
   * it reads then belongs together, and that cost the unwinding no fence.
   */
  private static final class Unwinding {
    private static final VarHandle LAST_RAN;
    private static final VarHandle DURATION;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        LAST_RAN = lookup.findVarHandle(Unwinding.class, "lastRan", Entry.class);
        DURATION = lookup.findVarHandle(Unwinding.class, "durationNanos", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private @Nullable Entry lastRan;

    @SuppressWarnings("UnusedVariable") // DURATION reads it
    private long durationNanos;

    void note(Entry entry) {
      entry.next = lastRan;
      LAST_RAN.setRelease(this, entry);
    }

    void over(long nanos) {
      DURATION.setRelease(this, nanos);
    }

    CleanupReport report() {
      long nanos = (long) DURATION.getAcquire(this); // read first: it is known when all have run
      return new CleanupReport((Entry) LAST_RAN.getAcquire(this), nanos);
    }
  }

  /** For Backstop's own packages: returns whether this thread is running cleanups, right now. */
  public static boolean isUnwindingHere() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getClassName().equals(CleanupRegistry.class.getName())
                            && frame.getMethodName().equals("unwind")));
  }

  /** Returns whether nothing is registered, or no longer. */
  public boolean isEmpty() {
    Entry now = top;
    return now == null || now == CLOSED;
  }

  /**
   * Returns what has run; for a cleanup that asks: those that ran before it. The duration is known
   * when all have run.
   */
  public CleanupReport report() {
    Unwinding now = unwinding;
    return now == null ? NOTHING : now.report();
  }
}
