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

/** What registrations do when two threads speak at once, and the registry with three of them. */
public final class HandleStress {
  private HandleStress() {}

  /** Two threads run it early. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 1, 1"},
      expect = ACCEPTABLE,
      desc = "One of them ran it.")
  @State
  public static class RunNowTwice {
    private final CleanupRegistry registry = new CleanupRegistry(new CountingOwner());
    private final Count racing = new Count();
    private final Registration registration = registry.register("racing", racing);

    /** Runs it now. */
    @Actor
    public void one(III_Result result) {
      result.r1 = registration.runNow() ? 1 : 0;
    }

    /** Runs it now, too. */
    @Actor
    public void other(III_Result result) {
      result.r2 = registration.runNow() ? 1 : 0;
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      result.r3 = racing.get();
    }
  }

  /** One thread runs it early, another takes it back. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "It ran.")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It was taken back.")
  @State
  public static class RunNowAgainstDismiss {
    private final CleanupRegistry registry = new CleanupRegistry(new CountingOwner());
    private final Count racing = new Count();
    private final Registration registration = registry.register("racing", racing);

    /** Runs it now. */
    @Actor
    public void runNow(III_Result result) {
      result.r1 = registration.runNow() ? 1 : 0;
    }

    /** Takes it back. */
    @Actor
    public void dismiss(III_Result result) {
      result.r2 = registration.dismiss() ? 1 : 0;
    }

    /** Counts; the unwinding adds nothing. */
    @Arbiter
    public void count(III_Result result) {
      registry.unwind(Ends.OK);
      result.r3 = racing.get();
    }
  }

  /** While one thread registers, another runs what lies below early: the stack drops nothing. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Each ran once.")
  @State
  public static class RunNowAgainstRegister {
    private final CleanupRegistry registry = new CleanupRegistry(new CountingOwner());
    private final Count bottom = new Count();
    private final Count early = new Count();
    private final Count added = new Count();
    private final Registration registration;

    /** Registers two before the race. */
    public RunNowAgainstRegister() {
      registry.register("bottom", bottom);
      registration = registry.register("early", early);
    }

    /** Runs the upper one now. */
    @Actor
    public void runNow() {
      registration.runNow();
    }

    /** Registers a third. */
    @Actor
    public void register() {
      registry.register("added", added);
    }

    /** Unwinds and counts. */
    @Arbiter
    public void count(III_Result result) {
      registry.unwind(Ends.OK);
      result.r1 = bottom.get();
      result.r2 = early.get();
      result.r3 = added.get();
    }
  }

  /** A sweep of what is spent meets the unwinding of what was registered meanwhile. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Each ran once.")
  @State
  public static class SweepAgainstUnwind {
    private final CountingOwner late = new CountingOwner();
    private final CleanupRegistry registry = new CleanupRegistry(late);
    private final Count bottom = new Count();
    private final Count between = new Count();
    private final Count top = new Count();
    private final Registration spent;

    /** Makes the next that is spent start a sweep, with others below and above it. */
    public SweepAgainstUnwind() {
      registry.register("bottom", bottom);
      Registration[] dismissed = new Registration[7];
      for (int i = 0; i < dismissed.length; i++) {
        dismissed[i] = registry.register("dismissed", new Count());
        registry.register("kept", i == 3 ? between : new Count());
      }
      spent = registry.register("spent", new Count());
      registry.register("top", top);
      for (Registration one : dismissed) {
        one.dismiss();
      }
    }

    /** Is spent, and sweeps. */
    @Actor
    public void sweep() {
      spent.runNow();
    }

    /** Unwinds. */
    @Actor
    public void unwind(III_Result result) {
      registry.unwind(Ends.OK);
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      result.r1 = bottom.get();
      result.r2 = between.get();
      result.r3 = top.get();
    }
  }

  /** A sweep of what was registered during the unwinding meets the unwinding that takes it over. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each ran once.")
  @State
  public static class RegisterAndSweepAgainstUnwind {
    private final CountingOwner late = new CountingOwner();
    private final CleanupRegistry registry = new CleanupRegistry(late);
    private final Count rest = new Count();
    private final Count added = new Count();

    /** Makes the next that is spent start a sweep. */
    public RegisterAndSweepAgainstUnwind() {
      registry.register("rest", rest);
      for (int i = 0; i < 7; i++) {
        registry.register("dismissed", new Count()).dismiss();
      }
    }

    /** Registers two, takes the lower one back, and sweeps. */
    @Actor
    public void registerAndSweep() {
      Registration lower = registry.register("lower", new Count());
      registry.register("added", added);
      lower.dismiss();
    }

    /** Unwinds. */
    @Actor
    public void unwind() {
      registry.unwind(Ends.OK);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = rest.get();
      result.r2 = added.get();
    }
  }

  /**
   * Registrations of two threads meet the unwinding by a third. jcstress leaves it out where there
   * are fewer than three processors.
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each ran once.")
  @State
  public static class TwoRegistersAgainstUnwind {
    private final CountingOwner late = new CountingOwner();
    private final CleanupRegistry registry = new CleanupRegistry(late);
    private final Count first = new Count();
    private final Count second = new Count();
    private int reported;

    /** Registers. */
    @Actor
    public void first() {
      registry.register("first", first);
    }

    /** Registers. */
    @Actor
    public void second() {
      registry.register("second", second);
    }

    /** Unwinds. */
    @Actor
    public void unwind() {
      reported = registry.unwind(Ends.OK).count();
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = first.get();
      result.r2 = reported + late.get() == 2 ? second.get() : -1;
    }
  }
}
