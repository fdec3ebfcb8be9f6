package dev.backstop.example;

import dev.backstop.slo.Slo;
import dev.backstop.slo.SloRules;
import java.time.Duration;

/** What the order service promises; {@code docs/slo-rules.yml} is made of it. */
final class Objectives {
  /** What Prometheus calls this service. */
  static final String JOB = "order-service";

  private Objectives() {}

  static Slo[] all() {
    return new Slo[] {
      Slo.errors(Slo.EVERY_ROUTE, 0.999),
      Slo.latency("/orders/{id}", Duration.ofMillis(250), 0.99),
      Slo.latency("/orders", Duration.ofMillis(250), 0.99),
      Slo.occupancy("/ends/slow-release", Duration.ofMillis(100), 0.99), // broken on purpose
    };
  }

  static SloRules rules() {
    return SloRules.of(all()).job(JOB);
  }
}
