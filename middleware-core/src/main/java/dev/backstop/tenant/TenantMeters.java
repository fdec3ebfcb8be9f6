package dev.backstop.tenant;

import dev.backstop.Exchange;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Times the exchanges that the policy takes, by tenant. Thread-safe. */
final class TenantMeters {
  private final TenantLabels labels;

  TenantMeters(TenantPolicy policy, MeterRegistry registry) {
    this.labels = new TenantLabels(policy, registry);
    Set<MeterRegistry> registries = Collections.newSetFromMap(new IdentityHashMap<>());
    registries.add(registry);
    TenantLabel.publish(Sampling.ALL, registry);
    for (TenantClass one : policy.classes()) {
      MeterRegistry own = one.registry() == null ? registry : one.registry();
      registries.add(own);
      TenantLabel.publish(Sampling.ALL, own);
      TenantLabel.publish(one.sampling(), own);
    }
    registries.forEach(each -> each.config().onMeterRemoved(labels::forget));
  }

  void record(Exchange exchange, boolean sawInvalid, Outcome outcome) {
    String tenant = exchange.tenant();
    if (tenant == null || !TenantId.isWellFormed(tenant)) {
      record(labels.nobody(sawInvalid || tenant != null), Sampling.ALL, outcome);
      return;
    }
    TenantClass group = classOf(tenant, exchange);
    Sampling sampling = group.sampling().of(exchange);
    if (!sampling.takes(exchange)) {
      labels.heardOf(tenant, exchange.nanoTime());
    } else if (!record(labels.admit(tenant, group, exchange.nanoTime()), sampling, outcome)) {
      record(labels.other(group), sampling, outcome); // its label was taken just now
    }
  }

  /** A predicate of the policy is the application's: what it throws costs the class alone. */
  private TenantClass classOf(String tenant, Exchange exchange) {
    try {
      return labels.classOf(tenant);
    } catch (Throwable t) {
      Thrown thrown = new Thrown(t);
      exchange.report(
          PitfallKind.OBSERVER_FAILED, "TenantPolicy.matching", thrown.origin(), thrown);
      return labels.others();
    }
  }

  private static boolean record(TenantLabel label, Sampling sampling, Outcome outcome) {
    Timer timer = label.timer(outcome.status(), sampling);
    if (timer != null) {
      timer.record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
    }
    return timer != null;
  }
}
