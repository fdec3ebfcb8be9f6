package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import dev.backstop.ownership.Owning;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
 * <p>An asynchronous cleanup ({@link #registerAsync}) keeps its place in that order: what was
 * registered before it waits for its end, and no thread does.
 *
 * <p>Thread-safe and lock-free: a registration is one compare-and-set, and no lock is held while a
 * cleanup runs.
 */
public final class CleanupRegistry {
  private static final VarHandle TOP;
  private static final VarHandle END;

  /** The top once everything has run; what comes after it is late. */
  private static final Entry CLOSED = new ReleaseEntry("closed", "", ignored -> {});

  private static final int SWEEP_ONE_IN = 8;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TOP = lookup.findVarHandle(CleanupRegistry.class, "top", Entry.class);
      END = lookup.findVarHandle(CleanupRegistry.class, "end", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CleanupMonitor monitor;
  private volatile @Nullable Entry top;
  private volatile @Nullable Object end; // null; the Outcome; the Unwinding, which has it

  /** Makes a registry of its own, for work that is no HTTP exchange; nothing is timed. */
  public CleanupRegistry() {
    this(new StandaloneMonitor());
  }

  /**
   * Makes the registry of an owner, which it asks for time and tells of late registrations.
   *
   * @param monitor the owner
   */
  public CleanupRegistry(CleanupMonitor monitor) {
    this.monitor = monitor;
  }

  /**
   * Registers the release of a resource and returns the resource.
   *
   * @param <T> what is released
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   * @param resource bound now: a variable that changes later changes nothing here
   * @param release given the resource, once
   * @return {@code resource}
   */
  public <T> T register(String name, @Owning T resource, Release<? super T> release) {
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
   * @param cleanup called once
   * @return what runs it early or takes it back
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
   * @param <T> what is released
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   * @param resource bound now: a variable that changes later changes nothing here
   * @param release given the resource, at most once
   * @return the resource, with the verbs of its registration
   */
  public <T> Held<T> hold(String name, @Owning T resource, Release<? super T> release) {
    requireName(name);
    requireGiven(resource, "resource of ", name);
    requireGiven(release, "release of ", name);
    HeldEntry<T> entry = new HeldEntry<>(name, resource, release, this);
    push(entry);
    return entry;
  }

  /**
   * Registers a cleanup that ends later than its call returns: a message that is sent, a flush over
   * the network. The unwinding waits for its stage, and no thread waits meanwhile.
   *
   * <ul>
   *   <li>What was registered before it runs when its stage has completed, on another thread: never
   *       on the one that completed it.
   *   <li>At the deadline its stage is cancelled, as far as it can be, the report has a {@link
   *       java.util.concurrent.TimeoutException}, and the next cleanups run. That it ended after
   *       all is told once.
   *   <li>{@link Registration#runNow} begins it and does not wait: the unwinding does, where it
   *       comes to it. {@link Registration#timeout} sets another deadline.
   *   <li>Registered after the end it begins at once, on the calling thread, and nobody waits.
   * </ul>
   *
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   * @param deadline positive; counted from its beginning
   * @param cleanup called on the thread that unwinds
   * @return what begins it early or takes it back
   */
  public Registration registerAsync(String name, Duration deadline, AsyncCleanup cleanup) {
    return pushAsync(name, deadline, null, cleanup);
  }

  /**
   * Registers a cleanup as {@link #registerAsync(String, Duration, AsyncCleanup)}, which begins on
   * an executor: for one whose call takes its time. Where that refuses it, it has failed.
   *
   * @param name what reports, spans and log lines call this cleanup; low cardinality
   * @param deadline positive; counted from its beginning
   * @param executor where {@code cleanup} is called
   * @param cleanup called once, on the executor
   * @return what begins it early or takes it back
   */
  public Registration registerAsync(
      String name, Duration deadline, Executor executor, AsyncCleanup cleanup) {
    requireName(name);
    requireGiven(executor, "executor of ", name);
    return pushAsync(name, deadline, executor, cleanup);
  }

  private Registration pushAsync(
      String name, Duration deadline, @Nullable Executor executor, AsyncCleanup cleanup) {
    requireName(name);
    requireGiven(cleanup, "work of ", name);
    long nanos = Entry.positiveNanos(deadline, "deadline", name);
    AsyncEntry entry =
        new AsyncEntry(name, cleanup, nanos, executor, monitor.registersLasting(), this, monitor);
    push(entry);
    return entry;
  }

  /**
   * For Backstop's own packages: moves cleanups that have not run to another registry, where they
   * run in the same order. Their registrations are spent by that.
   *
   * @param other of the work that takes them
   * @param cleanups of this registry, in any order
   * @throws IllegalArgumentException where one is of another registry; then none has moved
   * @throws IllegalStateException where one has run, runs or was taken back; then none has moved
   */
  public void handOver(CleanupRegistry other, Registration... cleanups) {
    HandOver.move(this, other, cleanups);
    spent();
  }

  /**
   * For Backstop's own packages: gives all cleanups to another registry, on top of those there.
   * Nobody else uses this one meanwhile.
   *
   * @param other which runs them then
   * @return false where the other one has closed: nothing has moved
   */
  public boolean giveAllTo(CleanupRegistry other) {
    Entry first = top;
    Entry bottom = first;
    while (bottom != null && bottom.next != null) {
      bottom = bottom.next;
    }
    boolean given = first == null || bottom == null || other.link(first, bottom);
    if (given) {
      top = null;
    }
    return given;
  }

  /** Returns the entry on top; what is below may be spent by the time that it is looked at. */
  @Nullable Entry top() {
    return top;
  }

  /** Takes back what was moved away, and runs it where that is too late. */
  @SuppressWarnings("NullAway") // closed means that there is an outcome
  void takeBack(CleanupRegistry other) {
    if (!other.giveAllTo(this)) {
      other.unwind(outcome());
    }
  }

  /**
   * For Backstop's own packages: registers the end of an observer, by the same rules.
   *
   * @param name what reports call it
   * @param observer called once, with the outcome and what has run
   */
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

  void push(Entry entry) {
    if (!link(entry, entry)) {
      runLate(entry);
    }
  }

  /** Puts a chain of entries on top; false where the registry is closed. */
  private boolean link(Entry first, Entry bottom) {
    while (true) {
      Entry seen = top;
      if (seen == CLOSED) {
        bottom.next = null; // an earlier try may have left there what has run since
        return false;
      }
      Entry below = seen;
      while (below != null && below.isSpent()) {
        below = below.next; // a stream that holds and releases for hours must not grow
      }
      bottom.next = below;
      if (TOP.compareAndSet(this, seen, first)) {
        return true;
      }
    }
  }

  @SuppressWarnings("NullAway") // closed means that there is an outcome
  private void runLate(Entry entry) {
    if (!entry.take()) {
      return;
    }
    AutoCloseable context = monitor.enterCleanups();
    if (entry instanceof AsyncEntry async) {
      async.start(outcome());
    } else {
      entry.run(outcome(), monitor);
    }
    leave(context);
    if (entry instanceof AsyncEntry async && async.isPending()) {
      monitor.late(entry.name, null);
      async.whenSettled(
          () -> {
            tellFailure(async);
            monitor.ranApart(async.toRan(0));
          });
    } else {
      monitor.late(entry.name, entry.failure());
      monitor.ranApart(entry.toRan(0));
    }
  }

  /** Runs a taken entry before the end; its failure, if any, is told when the stack unwinds. */
  void runEarly(Entry entry) {
    Outcome known = outcome();
    Outcome soFar = known == null ? monitor.outcomeSoFar() : known;
    if (entry instanceof AsyncEntry async) {
      async.startEarly(soFar); // the unwinding does not pass it by: it waits for its end
      async.whenSettled(() -> ranEarly(async));
      return;
    }
    entry.runEarly(soFar, monitor);
    if (entry.isSpent()) {
      ranEarly(entry);
    } else if (end != null) {
      monitor.late(entry.name, entry.failure()); // the unwinding may have passed it by
    }
  }

  /** It has run, and where it failed the report tells so. */
  private void ranEarly(Entry entry) {
    if (entry.isSpent() && monitor.timesEach()) {
      monitor.ranApart(entry.toRan(0));
    }
    spent();
  }

  /** An entry is spent: now and then the stack is rid of those, lest a long stream grows. */
  void spent() {
    if (ThreadLocalRandom.current().nextInt(SWEEP_ONE_IN) == 0) { // a count would be 8 bytes
      for (Entry entry = top; entry != null; entry = entry.unlinkSpent()) {}
    }
  }

  /**
   * Runs all cleanups, on this thread, last registered first, and closes the registry. Only the
   * first call runs them; a later or concurrent one runs nothing. It never waits: where an
   * asynchronous cleanup goes on, it returns, and what comes after that one runs on another thread.
   *
   * @param outcome what every cleanup is given
   * @return what ran; for a call that came while another unwinds or that left an asynchronous
   *     cleanup behind, what ran so far
   */
  public CleanupReport unwind(Outcome outcome) {
    unwind(outcome, ignored -> {});
    return report();
  }

  /**
   * Runs all cleanups as {@link #unwind(Outcome)} does, and tells when the last of them has ended.
   *
   * @param outcome what every cleanup is given
   * @param over called once, on the thread of the last cleanup, with what ran; for a call that came
   *     while another unwinds, at once with what ran so far
   */
  public void unwind(Outcome outcome, Consumer<? super CleanupReport> over) {
    Objects.requireNonNull(outcome, "outcome");
    if (!END.compareAndSet(this, null, outcome)
        || (top == null && TOP.compareAndSet(this, null, CLOSED))) {
      over.accept(report());
      return;
    }
    Unwinding mine = new Unwinding(outcome);
    END.setRelease(this, mine); // by this thread alone: no fence
    goOn(null, outcome, mine, monitor.nanoTime(), over);
  }

  /** Returns the outcome; null before unwinding begins. */
  private @Nullable Outcome outcome() {
    Object known = end;
    return known instanceof Unwinding now ? now.outcome : (Outcome) known;
  }

  /** Unwinds on this thread: to the end, or to an asynchronous cleanup that goes on without it. */
  private void goOn(
      @Nullable Entry next,
      Outcome end,
      Unwinding mine,
      long startNanos,
      Consumer<? super CleanupReport> over) {
    boolean interrupted = Thread.interrupted();
    AutoCloseable context = null;
    boolean entered = false;
    Entry rest = next;
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
      boolean taken = entry.take();
      if (taken && entered == entry instanceof ObserverEntry) {
        entered = !entered; // Backstop's own observers need no context, and would pay for it
        if (entered) {
          context = monitor.enterCleanups();
        } else {
          leave(context);
        }
      }
      if (entry instanceof AsyncEntry async) {
        if (taken) {
          async.start(end);
          interrupted |= Thread.interrupted();
        }
        if (async.isPending()) {
          if (entered) {
            leave(context);
          }
          restore(interrupted);
          async.whenSettled(
              () -> monitor.resume(() -> goOnAfter(async, end, mine, startNanos, over)));
          return;
        }
      } else if (taken) {
        entry.run(end, monitor);
        interrupted |= Thread.interrupted();
      }
      note(entry, mine);
    }
    if (entered) {
      leave(context);
    }
    mine.over(monitor.nanoTime() - startNanos);
    restore(interrupted);
    over.accept(mine.report());
  }

  private void goOnAfter(
      AsyncEntry ended,
      Outcome end,
      Unwinding mine,
      long startNanos,
      Consumer<? super CleanupReport> over) {
    Entry rest = ended.next;
    note(ended, mine);
    goOn(rest, end, mine, startNanos, over);
  }

  /** Notes an entry that has run, now or early and failed; tells its failure. */
  private void note(Entry entry, Unwinding mine) {
    if (entry.hasRun()) {
      mine.note(entry);
      tellFailure(entry);
    }
  }

  /** Takes a context back. */
  static void leave(@Nullable AutoCloseable context) {
    if (context != null) {
      try {
        context.close();
      } catch (Exception e) {
        throw new IllegalStateException("a monitor's context throws, which it must not", e);
      }
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellFailure(Entry entry) {
    Throwable failure = entry.failure();
    boolean told =
        entry instanceof ObserverEntry || (entry instanceof AsyncEntry async && async.isOverdue());
    if (failure != null && !told) {
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
   * For Backstop's own packages: returns whether the application has registered something.
   *
   * @return false where the end of an observer would run next, or nothing
   */
  public boolean hasCleanups() {
    Entry now = top;
    return now != null && now != CLOSED && !(now instanceof ObserverEntry);
  }

  /**
   * For Backstop's own packages: returns whether this thread is running cleanups, right now.
   *
   * @return false on a thread that waits for cleanups of another
   */
  public static boolean isUnwindingHere() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getClassName().equals(CleanupRegistry.class.getName())
                            && frame.getMethodName().equals("goOn")));
  }

  /** {@return whether nothing is registered, or no longer} */
  public boolean isEmpty() {
    Entry now = top;
    return now == null || now == CLOSED;
  }

  /** Returns what has run, for an observer that ends. */
  CleanupReport reportForObservers() {
    return end instanceof Unwinding now ? now.forObservers() : CleanupReport.EMPTY;
  }

  /**
   * {@return what has run; for a cleanup that asks: those that ran before it} The duration is known
   * when all have run.
   */
  public CleanupReport report() {
    return end instanceof Unwinding now ? now.report() : CleanupReport.EMPTY;
  }
}
