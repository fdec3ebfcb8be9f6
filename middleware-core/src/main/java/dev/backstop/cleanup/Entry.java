package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup on the stack, and after it ran the record of that. 32 bytes with compressed pointers:
 * it is node, registration and record in one so that a cleanup costs one object.
 */
abstract sealed class Entry implements Registration
    permits ReleaseEntry, OwnedEntry, ObserverEntry {
  private static final int PENDING = 0;
  private static final int TAKEN = 1;
  private static final int RAN = 2;
  private static final int SPENT = 3; // dismissed, or run early without failure
  private static final VarHandle STATE;
  private static final VarHandle WORK;
  private static final VarHandle NEXT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Entry.class, "state", int.class);
      WORK = lookup.findVarHandle(Entry.class, "work", Object.class);
      NEXT = lookup.findVarHandle(Entry.class, "next", Entry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** On the stack: the one below. Once it ran: the one that ran before it. */
  @Nullable Entry next;

  final String name;

  /** Before: what to run, perhaps {@link Limited}. After: null, its failure, or {@link Timed}. */
  private volatile @Nullable Object work;

  private volatile int state;

  Entry(String name, Object work) {
    this.name = name;
    WORK.set(this, work); // published by the push, so a plain write will do
  }

  /** Work with a time limit. */
  private record Limited(Object work, long nanos) {}

  /** A result with its times. */
  private record Timed(@Nullable Throwable failure, long startNanos, long endNanos) {}

  /** Calls the user's code. */
  abstract void call(Object work, Outcome outcome) throws Exception;

  /** Drops what is not needed once it ran or was dismissed. */
  abstract void forget();

  @Override
  public Entry timeout(Duration limit) {
    long nanos = positiveNanos(limit, "time limit", name);
    Object current = work;
    if (state == PENDING && current != null) {
      Object bare = current instanceof Limited limited ? limited.work : current;
      WORK.compareAndSet(this, current, new Limited(bare, nanos));
    }
    return this;
  }

  static long positiveNanos(@Nullable Duration limit, String what, String name) {
    if (limit == null) {
      throw new NullPointerException(
          what + " of cleanup '" + name + "' is null; give a positive duration");
    }
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException(
          what + " of cleanup '" + name + "' is " + limit + "; give a positive duration");
    }
    try {
      return limit.toNanos();
    } catch (ArithmeticException longerThanCenturies) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public boolean dismiss() {
    if (!STATE.compareAndSet(this, PENDING, SPENT)) {
      return false;
    }
    work = null;
    forget();
    return true;
  }

  /** Takes the work out of a pending entry, which is spent with that; null where it is not. */
  @Nullable Object takeOver() {
    if (!STATE.compareAndSet(this, PENDING, SPENT)) {
      return null;
    }
    return takeWork();
  }

  /** Returns the work, which is the caller's from now on. */
  @Nullable Object takeWork() {
    Object mine = work;
    work = null;
    return mine;
  }

  /** Takes the entry for running; only who gets true runs it. */
  boolean take() {
    if (this instanceof OwnedEntry) {
      return STATE.compareAndSet(this, PENDING, TAKEN);
    }
    // Of any other nobody has the registration: who took it off the stack is alone with it. No
    // compare-and-set here and no fence after the work: 10 to 18 ns a cleanup, 20 to 31 with both
    // (the fastest iteration of each of six runs, on a busy machine).
    if (state != PENDING) {
      return false;
    }
    STATE.set(this, TAKEN);
    return true;
  }

  /** Returns whether it was dismissed, or run early without failure: nothing is left to tell. */
  boolean isSpent() {
    return state == SPENT;
  }

  /**
   * Takes spent entries out from below this one, but never the bottom of the stack: to that the
   * unwinding may be about to add the rest.
   *
   * @return what is below now
   */
  @Nullable Entry unlinkSpent() {
    while (true) {
      Entry below = next;
      Entry beyond = below == null ? null : below.next;
      if (below == null || beyond == null || !below.isSpent()) {
        return below;
      }
      NEXT.compareAndSet(this, below, beyond);
    }
  }

  /** Returns whether it waits for its turn. */
  boolean isWaiting() {
    return state == PENDING;
  }

  /** Returns whether somebody runs it just now. */
  boolean isTaken() {
    return state == TAKEN;
  }

  boolean hasRun() {
    return state == RAN;
  }

  /** Runs the taken entry; whatever it throws becomes its failure. */
  void run(Outcome outcome, CleanupMonitor monitor) {
    perform(outcome, monitor);
    STATE.setRelease(this, RAN);
  }

  /** Runs the taken entry before its time; only a failure is left to tell. */
  void runEarly(Outcome outcome, CleanupMonitor monitor) {
    perform(outcome, monitor);
    STATE.setVolatile(this, failure() == null ? SPENT : RAN);
  }

  /** What was taken and begun has ended, on whatever thread; early as {@link #runEarly}. */
  void ended(
      @Nullable Throwable failure, long startNanos, CleanupMonitor monitor, boolean wasEarly) {
    work = monitor.timesEach() ? new Timed(failure, startNanos, monitor.nanoTime()) : failure;
    forget();
    STATE.setVolatile(this, wasEarly && failure == null ? SPENT : RAN);
  }

  private void perform(Outcome outcome, CleanupMonitor monitor) {
    Object todo = work;
    Throwable failure = null;
    boolean ofObserver = this instanceof ObserverEntry;
    boolean timed = ofObserver ? monitor.timesObservers() : monitor.timesEach();
    AutoCloseable scope = ofObserver ? null : monitor.enterCleanup(name);
    CleanupEvent event = ofObserver ? null : CleanupEvents.begin();
    long start = timed ? monitor.nanoTime() : 0;
    try {
      if (todo instanceof Limited limited) {
        failure = callWithin(limited, outcome, monitor);
      } else if (todo != null) {
        call(todo, outcome);
      }
    } catch (Throwable t) { // an Error of one cleanup is no reason to lose the others
      failure = t;
    }
    // The state is written after it, and read before it: no fence of its own; see take().
    WORK.setRelease(this, timed ? new Timed(failure, start, monitor.nanoTime()) : failure);
    CleanupEvents.end(event, name, failure, monitor);
    CleanupRegistry.leave(scope);
    forget();
  }

  private @Nullable Throwable callWithin(Limited limited, Outcome outcome, CleanupMonitor monitor) {
    boolean interruptedBefore = Thread.currentThread().isInterrupted();
    TimeLimit limit = new TimeLimit();
    Future<?> alarm = null;
    try {
      alarm = TimeLimit.start(limit, monitor.scheduler(), limited.nanos);
    } catch (RejectedExecutionException stopped) {
      // The scheduler has stopped with its context: the cleanup runs, without a limit.
    }
    Throwable failure = null;
    try {
      call(limited.work, outcome);
    } catch (Throwable t) {
      failure = t;
    }
    if (!limit.returned(alarm)) {
      return failure;
    }
    if (interruptedBefore) {
      Thread.currentThread().interrupt(); // that one was not ours
    }
    TimeoutException late =
        new TimeoutException(
            "cleanup '" + name + "' ran longer than " + Duration.ofNanos(limited.nanos));
    if (failure != null) {
      late.initCause(failure);
    }
    return late;
  }

  /** Returns what it threw, once it ran. */
  @Nullable Throwable failure() {
    Object result = work;
    return result instanceof Timed timed
        ? timed.failure
        : result instanceof Throwable failure ? failure : null;
  }

  /** Returns how long it ran, or -1 where it was not timed. */
  long durationNanos() {
    return work instanceof Timed timed ? timed.endNanos - timed.startNanos : -1;
  }

  CleanupReport.Ran toRan(int sequence) {
    return new CleanupReport.Ran(
        name,
        sequence,
        failure(),
        work instanceof Timed timed ? timed.startNanos : 0,
        durationNanos(),
        this instanceof ObserverEntry);
  }
}
