package dev.backstop.benchmarks.growth;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.benchmarks.measure.Telemetry;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
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
      case ALONE -> Backstop.builder();
      case FULL ->
          Backstop.builder()
              .use(Tracing.create(telemetry.tracing()))
              .use(Metrics.create(telemetry.meters()))
              .use(AccessLog.builder().logger(telemetry.logger()).build());
    };
  }
}
