package dev.backstop.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A stand-in: two actors increment one counter. */
@JCStressTest
@Outcome(
    id = {"1, 2", "2, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "Each saw its own increment.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An increment was lost.")
@State
public class RegistryStress {
  private final AtomicInteger counter = new AtomicInteger();

  /** One thread. */
  @Actor
  public void first(II_Result result) {
    result.r1 = counter.incrementAndGet();
  }

  /** The other. */
  @Actor
  public void second(II_Result result) {
    result.r2 = counter.incrementAndGet();
  }
}
