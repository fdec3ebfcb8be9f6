package dev.backstop.spring;

import dev.backstop.BackstopBuilder;
import dev.backstop.pitfall.PitfallListener;
import java.time.Duration;

/** What {@code backstop.*} says of the Backstop itself. */
final class BackstopSettings {
  private BackstopSettings() {}

  static void apply(BackstopProperties properties, BackstopBuilder builder) {
    builder.fallbackAfter(
        Checked.atLeast(
            "fallback-after",
            properties.fallbackAfter(),
            Duration.ofSeconds(1),
            "Expected a second or more."));
    builder.reportAge(Checked.positive("report-age", properties.reportAge()));
    builder.carryDeadline(Checked.positive("carry-deadline", properties.carryDeadline()));
    if (properties.slowCleanupAfter() != null) {
      builder.slowCleanupAfter(
          Checked.positive("slow-cleanup-after", properties.slowCleanupAfter()));
    }
    if (properties.keepHeaders() != null) {
      builder.keepHeaders(properties.keepHeaders().toArray(String[]::new));
    }
    if (properties.timeCleanups()) {
      builder.timeCleanups();
    }
    if (properties.servletApiOnly()) {
      builder.servletApiOnly();
    }
    if (properties.pitfalls().logging()) {
      builder.onPitfall(PitfallListener.logging());
    }
  }
}
