package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Spread;
import java.util.function.ToDoubleFunction;

/** What is told of a probe, with its unit. */
enum Quantity {
  BYTES("bytes a request") {
    @Override
    double of(Probe probe) {
      return median(probe, round -> round.cost().bytes());
    }
  },

  CPU("CPU us a request") {
    @Override
    double of(Probe probe) {
      return median(probe, round -> round.cost().cpuMicros());
    }
  },

  THROUGHPUT("requests a second") {
    @Override
    double of(Probe probe) {
      return median(probe, Probe.Round::perSecond);
    }
  },

  /** Of the server's registry; the bare Jetty has none. */
  METERS("meters") {
    @Override
    double of(Probe probe) {
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

  /** Returns the figure, NaN where there is none. */
  abstract double of(Probe probe);

  private static double median(Probe probe, ToDoubleFunction<Probe.Round> figure) {
    return Spread.of(probe.rounds().size(), i -> figure.applyAsDouble(probe.rounds().get(i)))
        .median();
  }
}
