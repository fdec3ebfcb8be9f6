package dev.backstop.benchmarks.growth;

import dev.backstop.BackstopBuilder;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import org.jspecify.annotations.Nullable;

/** What a Jetty has beside its servlet. */
enum Stack {
  BARE("bare Jetty"),
  ALONE("Backstop alone"),
  FULL("Backstop: log + metrics + trace");

  private final String title;

  Stack(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Returns the Backstop, to which more may be added; null for the bare Jetty. */
  @Nullable BackstopBuilder builder(Telemetry telemetry) {
    return switch (this) {
      case BARE -> null;
      case ALONE -> telemetry.backstop();
      case FULL -> telemetry.backstop(Signal.SPAN, Signal.TIMING, Signal.LOG_LINE);
    };
  }
}
