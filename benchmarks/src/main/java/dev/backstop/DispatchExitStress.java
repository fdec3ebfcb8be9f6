package dev.backstop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.backstop.outcome.Ending;
import dev.backstop.stress.NoRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The container's signal comes while a dispatch leaves the filter: one of them ends it. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Ended once, at once or at the exit.")
@State
public class DispatchExitStress {
  private static final Backstop BACKSTOP = Backstop.builder().build();

  private final ExchangeLife life = BACKSTOP.open(NoRequest.GET, null, BACKSTOP);
  private final AtomicInteger unwound = new AtomicInteger();

  /** Enters the filter and registers what counts the unwindings. */
  public DispatchExitStress() {
    life.enterFilter();
    life.cleanups().register("count", outcome -> unwound.incrementAndGet());
  }

  /** The dispatch returns. */
  @Actor
  public void exit() {
    life.exitFilter();
    life.afterFilter();
  }

  /** The container has completed the response. */
  @Actor
  public void end() {
    life.end(200, Ending.COMPLETED, 0, null, null);
  }

  /** Counts. */
  @Arbiter
  public void count(I_Result result) {
    result.r1 = unwound.get();
  }
}
