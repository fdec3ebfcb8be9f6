package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Spread;
import java.util.function.ToDoubleFunction;

/** What is told of a probe, with its unit. */
enum Quantity {
  BYTES("bytes a request") {
    @Override
    double of(Probe probe, Probe base) {
      return median(probe, round -> round.cost().bytes());
    }
  },

  CPU("CPU us a request") {
    @Override
    double of(Probe probe, Probe base) {
      return median(probe, round -> round.cost().cpuMicros());
    }
  },

  /** In the same round each; none for the base itself. */
  CPU_RATIO("CPU of bare Jetty = 1") {
    @Override
    double of(Probe probe, Probe base) {
      return probe == base
          ? Double.NaN
          : Spread.of(probe.rounds().size(), i -> cpu(probe, i) / cpu(base, i)).median();
    }
  },

  THROUGHPUT("requests a second") {
    @Override
    double of(Probe probe, Probe base) {
      return median(probe, Probe.Round::perSecond);
    }
  },

  /** Of the server's registry; the bare Jetty has none. */
  METERS("meters") {
    @Override
    double of(Probe probe, Probe base) {
      int meters = probe.server().meters();
      return meters == 0 ? Double.NaN : meters;
    }
  };

  private final String unit;

  Quantity(String unit) {
    this.unit = unit;
  }

  String unit() {
    return unit;
  }

  /**
   * Returns the figure, NaN where there is none.
   *
   * @param base the first line at the same place
   */
  abstract double of(Probe probe, Probe base);

  private static double cpu(Probe probe, int round) {
    return probe.rounds().get(round).cost().cpuMicros();
  }

  private static double median(Probe probe, ToDoubleFunction<Probe.Round> figure) {
    return Spread.of(probe.rounds().size(), i -> figure.applyAsDouble(probe.rounds().get(i)))
        .median();
  }
}
