package dev.backstop.slo;

import dev.backstop.cleanup.CleanupReport;
import java.util.ArrayList;
import java.util.List;

/** How long the cleanups of one name took in one exchange. */
record CleanupTime(String name, long nanos) {
  /** Adds a run to those of its name. */
  static void add(List<CleanupTime> times, String name, long nanos) {
    for (int i = 0; i < times.size(); i++) {
      if (times.get(i).name.equals(name)) {
        times.set(i, new CleanupTime(name, times.get(i).nanos + nanos));
        return;
      }
    }
    times.add(new CleanupTime(name, nanos));
  }

  /**
   * Returns those of the application that ran since then, by name: one that was run early has
   * failed, or is not told.
   */
  static List<CleanupTime> of(CleanupReport report, long since) {
    List<CleanupTime> times = new ArrayList<>();
    for (CleanupReport.Ran ran : report.cleanups()) {
      if (!ran.ofMiddleware() && ran.durationNanos() > 0 && ran.startNanos() - since >= 0) {
        add(times, ran.name(), ran.durationNanos());
      }
    }
    return times;
  }

  /** Blames the longest, or the handler, whose tasks the unwinding had to wait for. */
  static Blame longest(List<CleanupTime> unwound, long unwinding, CauseNames names) {
    CleanupTime most = new CleanupTime("", 0);
    long rest = unwinding;
    for (CleanupTime one : unwound) {
      most = one.nanos > most.nanos ? one : most;
      rest -= one.nanos;
    }
    return most.nanos > 0 && most.nanos >= rest
        ? Blame.of(names.cleanup(most.name))
        : Blame.of(Blame.HANDLER);
  }
}
