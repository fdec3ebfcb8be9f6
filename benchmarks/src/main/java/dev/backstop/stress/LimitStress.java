package dev.backstop.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Registration;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A time limit passes while its cleanup returns. */
public final class LimitStress {
  private LimitStress() {}

  /** No interrupt comes after the return, and none stays with the thread. */
  @JCStressTest
  @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "It returned in time.")
  @Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "Timed out, seen by nobody.")
  @Outcome(id = "false, true, true", expect = ACCEPTABLE, desc = "Timed out, and it saw that.")
  @State
  public static class TimeoutAgainstReturn {
    private final Owner owner = new Owner();
    private final CleanupRegistry registry = new CleanupRegistry(owner);
    private boolean seenInside;
    private boolean stray;
    private final Registration registration =
        registry.register("racing", outcome -> look()).timeout(Duration.ofDays(1));

    /** The cleanup: long enough to be met by its limit, short enough to be missed. */
    private void look() {
      for (int i = 0; i < 20 && !seenInside; i++) {
        seenInside = Thread.currentThread().isInterrupted();
      }
    }

    /** Runs the cleanup; a stray interrupt of this or an earlier round shows around it. */
    @Actor
    public void run() {
      boolean before = Thread.interrupted();
      registration.runNow();
      boolean after = Thread.interrupted();
      stray = before || after;
    }

    /** The limit passes, if it has begun. */
    @Actor
    public void pass() {
      Runnable limit = owner.limit;
      for (int i = 0; i < 200 && limit == null; i++) {
        Thread.onSpinWait();
        limit = owner.limit;
      }
      if (limit != null) {
        limit.run();
      }
    }

    /** Tells whether it was reported as too long. */
    @Arbiter
    public void report(ZZZ_Result result) {
      result.r1 = stray;
      result.r2 = seenInside;
      result.r3 = registry.unwind(Ends.OK).failedCount() == 1;
    }
  }

  /** Its scheduler keeps what it is given for the other actor. */
  private static final class Owner extends CountingOwner {
    private static final long serialVersionUID = 1;
    private static final ScheduledFuture<?> NEVER = new Never();

    volatile @Nullable Runnable limit;

    @Override
    public ScheduledExecutorService scheduler() {
      return new ScheduledThreadPoolExecutor(0) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
          limit = task;
          return NEVER;
        }
      };
    }
  }

  /** Can be cancelled, which leaves the race to the state of the limit. */
  private static final class Never implements ScheduledFuture<@Nullable Void> {
    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public @Nullable Void get() {
      return null;
    }

    @Override
    public @Nullable Void get(long timeout, TimeUnit unit) {
      return null;
    }
  }
}
