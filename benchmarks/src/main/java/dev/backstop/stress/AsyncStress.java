package dev.backstop.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.backstop.cleanup.CleanupRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** An asynchronous cleanup whose stage, deadline and unwinding meet: what is below it runs once. */
public final class AsyncStress {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private AsyncStress() {}

  /** A registry with an asynchronous cleanup above another one. */
  private static final class Pending {
    private final ManualAlarm alarm = new ManualAlarm();
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final Count below = new Count();
    private final Count over = new Count();
    private final CleanupRegistry registry =
        new CleanupRegistry(
            new CountingOwner() {
              private static final long serialVersionUID = 1;

              @Override
              public ScheduledExecutorService scheduler() {
                return alarm;
              }
            });

    Pending() {
      registry.register("below", below);
      registry.registerAsync("racing", DEADLINE, outcome -> stage);
    }

    void unwind() {
      registry.unwind(Ends.OK, report -> over.incrementAndGet());
    }

    void count(III_Result result) {
      result.r1 = below.get();
      result.r2 = over.get();
      result.r3 = registry.report().failedCount();
    }
  }

  /** The stage completes while the unwinding comes to wait for it. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "The rest ran once, and that was told once.")
  @State
  public static class CompleteAgainstUnwind {
    private final Pending pending = new Pending();

    /** Ends the exchange. */
    @Actor
    public void unwind() {
      pending.unwind();
    }

    /** Ends the cleanup. */
    @Actor
    public void complete() {
      pending.stage.complete("");
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      pending.count(result);
    }
  }

  /** The stage completes while the deadline passes. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "In time.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Overdue.")
  @State
  public static class CompleteAgainstDeadline {
    private final Pending pending = new Pending();

    /** Unwinds up to the stage before the race. */
    public CompleteAgainstDeadline() {
      pending.unwind();
    }

    /** Ends the cleanup. */
    @Actor
    public void complete() {
      pending.stage.complete("");
    }

    /** The deadline passes. */
    @Actor
    public void pass() {
      pending.alarm.pass();
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      pending.count(result);
    }
  }
}
