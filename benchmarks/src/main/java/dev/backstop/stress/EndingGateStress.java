package dev.backstop.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.completion.OpenExchange;
import dev.backstop.outcome.Ending;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** An exchange ends exactly once, whoever says so first. */
public final class EndingGateStress {
  private static final Backstop BACKSTOP = Backstop.builder().build();

  private EndingGateStress() {}

  private static OpenExchange open() {
    return BACKSTOP.open(NoRequest.GET, null, BACKSTOP);
  }

  private static Exchange exchange(OpenExchange opened) {
    return (Exchange) opened;
  }

  /** Two signals tell two different ends. */
  @JCStressTest
  @Outcome(id = "1, 200, COMPLETED", expect = ACCEPTABLE, desc = "The first of them.")
  @Outcome(id = "1, 500, TRUNCATED", expect = ACCEPTABLE, desc = "The other.")
  @State
  public static class EndAgainstEnd {
    private final OpenExchange opened = open();
    private final Count unwound = new Count();

    /** Registers what counts the unwindings. */
    public EndAgainstEnd() {
      exchange(opened).cleanups().register("count", unwound);
    }

    /** Ends it. */
    @Actor
    public void completed() {
      opened.end(200, Ending.COMPLETED, 0, null, null);
    }

    /** Ends it otherwise. */
    @Actor
    public void truncated() {
      opened.end(500, Ending.TRUNCATED, 0, null, null);
    }

    /** Reads the one outcome. */
    @Arbiter
    public void read(IIL_Result result) {
      result.r1 = unwound.get();
      result.r2 = exchange(opened).outcome().status();
      result.r3 = exchange(opened).outcome().ending();
    }
  }

  /** The container's signal comes while the context stops. */
  @JCStressTest
  @Outcome(id = "1, 204, COMPLETED", expect = ACCEPTABLE, desc = "The signal was first.")
  @Outcome(id = "1, 200, UNFINISHED", expect = ACCEPTABLE, desc = "The stop was first.")
  @State
  public static class EndAgainstStop {
    private final OpenExchange opened = open();
    private final Count unwound = new Count();

    /** Registers what counts the unwindings. */
    public EndAgainstStop() {
      exchange(opened).cleanups().register("count", unwound);
    }

    /** Ends it. */
    @Actor
    public void completed() {
      opened.end(204, Ending.COMPLETED, 0, null, null);
    }

    /** The context stops. */
    @Actor
    public void stop() {
      opened.abandon();
    }

    /** Reads the one outcome. */
    @Arbiter
    public void read(IIL_Result result) {
      result.r1 = unwound.get();
      result.r2 = exchange(opened).outcome().status();
      result.r3 = exchange(opened).outcome().ending();
    }
  }

  /** A cleanup is registered while the exchange ends. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It ran once, in time or late.")
  @State
  public static class EndAgainstRegister {
    private final OpenExchange opened = open();
    private final Count before = new Count();
    private final Count racing = new Count();

    /** Registers one before the race. */
    public EndAgainstRegister() {
      exchange(opened).cleanups().register("before", before);
    }

    /** Ends it. */
    @Actor
    public void end() {
      opened.end(200, Ending.COMPLETED, 0, null, null);
    }

    /** Registers. */
    @Actor
    public void register() {
      exchange(opened).cleanups().register("racing", racing);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = before.get();
      result.r2 = racing.get();
    }
  }

  /** The exchange ends while the last task that it carries returns. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Unwound once, and not under the task.")
  @State
  public static class EndAgainstCarriedTask {
    private final OpenExchange opened = open();
    private final Count unwound = new Count();
    private int unwoundBeforeTheReturn;
    private final Runnable task =
        exchange(opened).wrap((Runnable) () -> unwoundBeforeTheReturn = unwound.get());

    /** Registers what counts the unwindings. */
    public EndAgainstCarriedTask() {
      exchange(opened).cleanups().register("count", unwound);
    }

    /** Ends it. */
    @Actor
    public void end() {
      opened.end(200, Ending.COMPLETED, 0, null, null);
    }

    /** Runs the task. */
    @Actor
    public void run() {
      task.run();
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = unwound.get();
      result.r2 = unwoundBeforeTheReturn == 0 ? 1 : -1;
    }
  }
}
