package dev.backstop.tenant;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants that have a label of their own: those that the policy names, always, and of all
 * others who came first, until they have been silent for long and somebody needs theirs. Whoever
 * has none is {@code other}, one of each class.
 *
 * <p>Thread-safe. Who has a label, and who has none while none is free, is told without a lock.
 */
final class TenantLabels {
  static final String NONE = "none";
  private static final String OTHER = "other";
  private static final String INVALID = "invalid";
  private static final Set<String> RESERVED = Set.of(NONE, OTHER, INVALID);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_AT_ONCE = 16;
  private static final Logger LOGGER = LoggerFactory.getLogger(Tenants.class);

  private final TenantPolicy policy;
  private final MeterRegistry registry;
  private final Map<String, TenantLabel> others = new HashMap<>(); // by class; never changes
  private final TenantLabel none;
  private final TenantLabel invalid;
  private final ConcurrentMap<String, TenantLabel> named = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, TenantLabel> first = new ConcurrentHashMap<>();
  private volatile boolean full;
  private volatile long lookedNanos; // since then nobody had been silent for long
  private boolean told;

  TenantLabels(TenantPolicy policy, MeterRegistry registry) {
    this.policy = policy;
    this.registry = registry;
    for (TenantClass one : policy.classes()) {
      others.put(one.name(), label(OTHER, one, 0));
    }
    TenantClass nobody = new TenantClass(NONE, List.of(), Sampling.ALL, null);
    this.none = label(NONE, nobody, 0);
    this.invalid = label(INVALID, nobody, 0);
  }

  static boolean isReserved(String tenant) {
    return RESERVED.contains(tenant);
  }

  /** Returns the label of exchanges without a tenant. */
  TenantLabel nobody(boolean sawInvalid) {
    return sawInvalid ? invalid : none;
  }

  /** Returns the class of a tenant, without a look at the policy where it has a label. */
  TenantClass classOf(String tenant) {
    TenantLabel label = find(tenant);
    return label == null ? policy.classOf(tenant) : label.group();
  }

  /** Returns the class of all tenants of no other. */
  TenantClass others() {
    return policy.others();
  }

  private @Nullable TenantLabel find(String tenant) {
    TenantLabel label = named.get(tenant);
    return label == null ? first.get(tenant) : label;
  }

  /** Returns the label of a tenant of a class, the one of all others where none is free. */
  TenantLabel admit(String tenant, TenantClass group, long nowNanos) {
    TenantLabel label = find(tenant);
    if (label != null) {
      label.used(nowNanos);
      return label;
    }
    if (policy.names(tenant)) {
      return named.computeIfAbsent(tenant, id -> label(id, group, nowNanos));
    }
    boolean hopeless = full && nowNanos - lookedNanos < LOOK_AGAIN_NANOS;
    return hopeless || isReserved(tenant) ? other(group) : admitNew(tenant, group, nowNanos);
  }

  /** A tenant is here with what is not metered: it keeps the label that it has, and gets none. */
  void heardOf(String tenant, long nowNanos) {
    TenantLabel label = first.get(tenant);
    if (label != null) {
      label.used(nowNanos);
    }
  }

  /** Returns the label of all tenants of a class that have none. */
  TenantLabel other(TenantClass group) {
    TenantLabel other = others.get(group.name());
    if (other == null) {
      throw new IllegalStateException(
          "unreachable: " + group.name() + " is no class of the policy");
    }
    return other;
  }

  private synchronized TenantLabel admitNew(String tenant, TenantClass group, long nowNanos) {
    if (first.size() >= policy.freeLabels()) {
      takeFromSilent(nowNanos);
    }
    if (first.size() >= policy.freeLabels()) {
      TenantLabel known = first.get(tenant);
      lookedNanos = nowNanos;
      full = true;
      tellOnce();
      return known == null ? other(group) : known;
    }
    full = false;
    return first.computeIfAbsent(tenant, id -> label(id, group, nowNanos));
  }

  /** Takes a few: to take a meter from a registry may cost a look at all that are in it. */
  private void takeFromSilent(long nowNanos) {
    int left = MOST_AT_ONCE;
    Iterator<TenantLabel> labels = first.values().iterator();
    while (left > 0 && labels.hasNext()) {
      TenantLabel label = labels.next();
      if (label.isIdle(nowNanos, policy.idleNanos())) {
        label.take();
        labels.remove();
        left--;
      }
    }
  }

  private void tellOnce() {
    if (!told) {
      told = true;
      LOGGER.warn(
          "{} tenants have a label, the limit; a new one is 'other' until one has been silent for"
              + " {} s: name those that matter in the policy, or raise maxTenants(..)",
          policy.maxTenants(),
          TimeUnit.NANOSECONDS.toSeconds(policy.idleNanos()));
    }
  }

  private TenantLabel label(String tenant, TenantClass group, long nowNanos) {
    MeterRegistry own = group.registry();
    return new TenantLabel(tenant, group, own == null ? registry : own, nowNanos);
  }

  /** Somebody removed a meter from a registry. */
  void forget(Meter removed) {
    if (Thread.holdsLock(this)) {
      return; // it was a label's that is just being taken
    }
    others.values().forEach(label -> label.forget(removed));
    none.forget(removed);
    invalid.forget(removed);
    named.values().forEach(label -> label.forget(removed));
    first.values().forEach(label -> label.forget(removed));
  }
}
