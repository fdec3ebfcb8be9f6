package dev.backstop.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.Registration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each cleanup of a registry runs exactly once, whoever meets whom. */
public final class RegistryStress {
  private RegistryStress() {}

  /** A registration meets the unwinding of another cleanup. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "In time: the unwinding ran it.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Late: it ran at once and was told.")
  @State
  public static class RegisterAgainstUnwind {
    private final CountingOwner late = new CountingOwner();
    private final CleanupRegistry registry = new CleanupRegistry(late);
    private final Count before = new Count();
    private final Count racing = new Count();
    private int reported;

    /** Registers one before the race. */
    public RegisterAgainstUnwind() {
      registry.register("before", before);
    }

    /** Registers. */
    @Actor
    public void register() {
      registry.register("racing", racing);
    }

    /** Unwinds. */
    @Actor
    public void unwind() {
      reported = registry.unwind(Ends.OK).count();
    }

    /** Counts; what was not told as late must be in the report. */
    @Arbiter
    public void count(III_Result result) {
      result.r1 = before.get();
      result.r2 = reported + late.get() == 2 ? racing.get() : -1;
      result.r3 = late.get();
    }
  }

  /** Two threads register at once, and one of them unwinds at once. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each ran once.")
  @State
  public static class RegisterAgainstRegisterAndUnwind {
    private final CountingOwner late = new CountingOwner();
    private final CleanupRegistry registry = new CleanupRegistry(late);
    private final Count first = new Count();
    private final Count second = new Count();
    private int reported;

    /** Registers. */
    @Actor
    public void register() {
      registry.register("first", first);
    }

    /** Registers and unwinds. */
    @Actor
    public void registerAndUnwind() {
      registry.register("second", second);
      reported = registry.unwind(Ends.OK).count();
    }

    /** Counts; what was not told as late must be in the report. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = first.get();
      result.r2 = reported + late.get() == 2 ? second.get() : -1;
    }
  }

  /** Two threads unwind at once. */
  @JCStressTest
  @Outcome(
      id = {"2, 0, 1", "2, 1, 1", "2, 2, 1", "0, 2, 1", "1, 2, 1"},
      expect = ACCEPTABLE,
      desc = "One of them ran both; the other told what had run.")
  @State
  public static class UnwindAgainstUnwind {
    private final CleanupRegistry registry = new CleanupRegistry(new CountingOwner());
    private final Count first = new Count();
    private final Count second = new Count();

    /** Registers two before the race. */
    public UnwindAgainstUnwind() {
      registry.register("2", second);
      registry.register("1", first);
    }

    /** Unwinds; the report of one moment belongs together. */
    @Actor
    public void one(III_Result result) {
      result.r1 = countOf(registry.unwind(Ends.OK));
    }

    /** Unwinds too. */
    @Actor
    public void other(III_Result result) {
      result.r2 = countOf(registry.unwind(Ends.OK));
    }

    private static int countOf(CleanupReport report) {
      int count = report.count();
      List<CleanupReport.Ran> ran = report.cleanups();
      boolean whole = ran.size() == count;
      for (int i = 0; i < ran.size(); i++) {
        whole &= ran.get(i).sequence() == i + 1 && ran.get(i).name().equals("" + (i + 1));
      }
      return whole ? count : -1;
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      result.r3 = first.get() == 1 && second.get() == 1 ? 1 : -1;
    }
  }

  /** A cleanup is run early while the rest unwinds. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "runNow() ran it.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The unwinding ran it.")
  @State
  public static class RunNowAgainstUnwind {
    private final CleanupRegistry registry = new CleanupRegistry(new CountingOwner());
    private final Count racing = new Count();
    private final Registration registration = registry.register("racing", racing);

    /** Runs it now. */
    @Actor
    public void runNow(II_Result result) {
      result.r1 = registration.runNow() ? 1 : 0;
    }

    /** Unwinds. */
    @Actor
    public void unwind() {
      registry.unwind(Ends.OK);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r2 = racing.get();
    }
  }

  /** A cleanup that fails is run early while the rest unwinds: somebody tells the failure. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "0, 1, 1"},
      expect = ACCEPTABLE,
      desc = "It ran once, and its failure was told.")
  @State
  public static class FailingRunNowAgainstUnwind {
    private final CountingOwner late = new CountingOwner();
    private final CleanupRegistry registry = new CleanupRegistry(late);
    private final Count racing = new Count.ThatThrows();
    private final Registration registration = registry.register("racing", racing);
    private int reported;

    /** Runs it now. */
    @Actor
    public void runNow(III_Result result) {
      result.r1 = registration.runNow() ? 1 : 0;
    }

    /** Unwinds. */
    @Actor
    public void unwind() {
      reported = registry.unwind(Ends.OK).failedCount();
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      result.r2 = racing.get();
      result.r3 = reported + late.get() > 0 ? 1 : 0;
    }
  }

  /** A cleanup is taken back while the rest unwinds. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Taken back: it never ran.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Too late: the unwinding ran it.")
  @State
  public static class DismissAgainstUnwind {
    private final CleanupRegistry registry = new CleanupRegistry(new CountingOwner());
    private final Count racing = new Count();
    private final Registration registration = registry.register("racing", racing);

    /** Takes it back. */
    @Actor
    public void dismiss(II_Result result) {
      result.r1 = registration.dismiss() ? 1 : 0;
    }

    /** Unwinds. */
    @Actor
    public void unwind() {
      registry.unwind(Ends.OK);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r2 = racing.get();
    }
  }
}
