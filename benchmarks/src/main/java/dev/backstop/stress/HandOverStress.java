package dev.backstop.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Registration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Cleanups that leave a registry, or come back to it, while it unwinds. */
public final class HandOverStress {
  private HandOverStress() {}

  private static boolean moves(CleanupRegistry from, CleanupRegistry to, Registration cleanup) {
    try {
      from.handOver(to, cleanup);
      return true;
    } catch (IllegalStateException tooLate) {
      return false;
    }
  }

  /** A cleanup is handed over while its registry unwinds. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "In time: it ran there.")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "Too late: it ran here.")
  @State
  public static class HandOverAgainstUnwind {
    private final CleanupRegistry from = new CleanupRegistry(new CountingOwner());
    private final CleanupRegistry to = new CleanupRegistry(new CountingOwner());
    private final Count bottom = new Count();
    private final Count racing = new Count();
    private final Registration registration;

    /** Registers two before the race. */
    public HandOverAgainstUnwind() {
      from.register("bottom", bottom);
      registration = from.register("racing", racing);
    }

    /** Hands it over. */
    @Actor
    public void handOver(III_Result result) {
      result.r1 = moves(from, to, registration) ? 1 : 0;
    }

    /** Ends the exchange. */
    @Actor
    public void unwind() {
      from.unwind(Ends.OK);
    }

    /** Ends the work, and counts. */
    @Arbiter
    public void count(III_Result result) {
      to.unwind(Ends.OK);
      result.r2 = racing.get();
      result.r3 = bottom.get();
    }
  }

  /** A cleanup is handed over while another thread takes it back. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "It was handed over.")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It was taken back.")
  @State
  public static class HandOverAgainstDismiss {
    private final CleanupRegistry from = new CleanupRegistry(new CountingOwner());
    private final CleanupRegistry to = new CleanupRegistry(new CountingOwner());
    private final Count racing = new Count();
    private final Registration registration = from.register("racing", racing);

    /** Hands it over. */
    @Actor
    public void handOver(III_Result result) {
      result.r1 = moves(from, to, registration) ? 1 : 0;
    }

    /** Takes it back. */
    @Actor
    public void dismiss(III_Result result) {
      result.r2 = registration.dismiss() ? 1 : 0;
    }

    /** Ends both, and counts. */
    @Arbiter
    public void count(III_Result result) {
      from.unwind(Ends.OK);
      to.unwind(Ends.OK);
      result.r3 = racing.get();
    }
  }

  /** Work ends while its exchange ends: its cleanup runs there or here. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each ran once.")
  @State
  public static class FinishAgainstUnwind {
    private final CleanupRegistry from = new CleanupRegistry(new CountingOwner());
    private final CleanupRegistry to = new CleanupRegistry(new CountingOwner());
    private final Count bottom = new Count();
    private final Count racing = new Count();

    /** Hands one over before the race. */
    public FinishAgainstUnwind() {
      from.register("bottom", bottom);
      from.handOver(to, from.register("racing", racing));
    }

    /** Ends the work. */
    @Actor
    public void finish() {
      if (!to.giveAllTo(from)) {
        to.unwind(Ends.OK);
      }
    }

    /** Ends the exchange. */
    @Actor
    public void unwind() {
      from.unwind(Ends.OK);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = bottom.get();
      result.r2 = racing.get();
    }
  }
}
