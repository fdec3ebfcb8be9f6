package dev.backstop.cleanup;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup whose work goes on after its call. Its stage and its deadline run against each other;
 * the first decides what became of it, and {@link #settled} tells the unwinding, which waits for
 * that without a thread.
 */
final class AsyncEntry extends OwnedEntry {
  private final CleanupMonitor monitor;
  private final @Nullable Executor executor;
  private final @Nullable StackTraceElement site; // where it was registered
  private final AtomicBoolean decided = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
  private volatile long deadlineNanos;
  private volatile boolean early;
  private volatile boolean overdue;
  private volatile @Nullable CompletionStage<?> stage;
  private volatile @Nullable Future<?> alarm;
  private long startNanos;
  private @Nullable CleanupEvent event;

  AsyncEntry(
      String name,
      AsyncCleanup cleanup,
      long deadlineNanos,
      @Nullable Executor executor,
      @Nullable StackTraceElement site,
      CleanupRegistry registry,
      CleanupMonitor monitor) {
    super(name, cleanup, registry);
    this.deadlineNanos = deadlineNanos;
    this.executor = executor;
    this.site = site;
    this.monitor = monitor;
  }

  /** Sets another deadline. */
  @Override
  public AsyncEntry timeout(Duration limit) {
    deadlineNanos = positiveNanos(limit, "deadline", name);
    return this;
  }

  @Override
  AsyncEntry copyFor(CleanupRegistry other, Object work) {
    return new AsyncEntry(name, (AsyncCleanup) work, deadlineNanos, executor, site, other, monitor);
  }

  /** Returns whether it was begun, and nobody knows yet what became of it. */
  boolean isPending() {
    return isTaken() && !settled.isDone();
  }

  /** Returns whether it was given up at its deadline, which has been told. */
  boolean isOverdue() {
    return overdue;
  }

  /** Runs what is to come after it, on the thread that settles it; at once where it is settled. */
  void whenSettled(Runnable next) {
    CompletableFuture<?> unused = settled.thenRun(next);
  }

  /** Begins the taken entry before its time; only a failure is left to tell. */
  void startEarly(Outcome outcome) {
    early = true;
    start(outcome);
  }

  /** Begins the taken entry. */
  void start(Outcome outcome) {
    event = CleanupEvents.begin();
    startNanos = monitor.timesEach() ? monitor.nanoTime() : 0;
    AsyncCleanup cleanup = (AsyncCleanup) Objects.requireNonNull(takeWork(), name);
    try {
      alarm = monitor.scheduler().schedule(this::expire, deadlineNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      // The scheduler has stopped with its context: it is begun, and nobody waits for it.
      begin(cleanup, outcome);
      expire();
      return;
    }
    if (executor == null) {
      begin(cleanup, outcome);
      return;
    }
    try {
      executor.execute(() -> beginElsewhere(cleanup, outcome));
    } catch (Throwable refused) { // whatever it is, what will not run must not be waited for
      settle(refused);
    }
  }

  private void beginElsewhere(AsyncCleanup cleanup, Outcome outcome) {
    AutoCloseable context = monitor.enterCleanups();
    try {
      begin(cleanup, outcome);
    } finally {
      CleanupRegistry.leave(context);
    }
  }

  private void begin(AsyncCleanup cleanup, Outcome outcome) {
    AutoCloseable scope = monitor.enterCleanup(name);
    try {
      CompletionStage<?> begun = cleanup.run(outcome);
      if (begun == null) {
        settle(
            new NullPointerException(
                "asynchronous cleanup '"
                    + name
                    + "' returned null; return its stage, or"
                    + " CompletableFuture.completedFuture(null)"));
        return;
      }
      stage = begun;
      if (overdue) {
        cancel(begun); // it took too long even to begin
      }
      begun.whenComplete((ignored, failure) -> settle(failure));
    } catch (Throwable t) { // an Error of one cleanup is no reason to lose the others
      settle(t);
    } finally {
      CleanupRegistry.leave(scope);
    }
  }

  /** It has ended by itself; in time or, which is told as well, not. */
  private void settle(@Nullable Throwable failure) {
    Throwable bare = failure == null ? null : ErrorClassifier.unwrap(failure);
    if (decided.compareAndSet(false, true)) {
      record(bare);
    } else if (!(bare instanceof CancellationException)) { // that one is by us
      monitor.endedOverdue(name, site, bare);
    }
  }

  /** The deadline has passed, on the scheduler's thread, which must not wait for anything. */
  private void expire() {
    if (decided.compareAndSet(false, true)) {
      overdue = true;
      monitor.resume(this::giveUp);
    }
  }

  private void giveUp() {
    CompletionStage<?> late = stage;
    if (late != null) {
      cancel(late);
    }
    TimeoutException failure =
        new TimeoutException(
            "asynchronous cleanup '"
                + name
                + "' had not ended after "
                + Duration.ofNanos(deadlineNanos));
    monitor.overdue(name, site, failure);
    record(failure);
  }

  private static void cancel(CompletionStage<?> late) {
    try {
      late.toCompletableFuture().cancel(true);
    } catch (Throwable unsupported) {
      // A stage need not be a future; then nothing stops it, and its end is told.
    }
  }

  private void record(@Nullable Throwable failure) {
    CleanupEvents.end(event, name, failure, monitor);
    event = null;
    ended(failure, startNanos, monitor, early);
    stage = null;
    Future<?> pending = alarm;
    if (pending != null) {
      pending.cancel(false); // or the scheduler would hold the exchange until then
      alarm = null;
    }
    settled.complete(null);
  }
}
