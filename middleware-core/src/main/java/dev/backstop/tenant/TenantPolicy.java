package dev.backstop.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says which tenants are metered how: in classes, each with a share of its exchanges and, if need
 * be, a registry of its own; and how many tenants have a label.
 *
 * <pre>{@code
 * TenantPolicy policy = TenantPolicy.builder()
 *     .tenants("finance", finance -> finance.ids("bank-of-a", "bank-of-b").prefix("fin-"))
 *     .tenants("games", games -> games.prefix("game-").oneIn(10))
 *     .tenants("test", test -> test.matching(id -> id.endsWith("-test")).registry(testRegistry))
 *     .maxTenants(200)
 *     .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe; may serve several {@link Tenants}.
 */
public final class TenantPolicy {
  static final String DEFAULT = "default";

  private final List<TenantClass> classes;
  private final Map<String, TenantClass> named;
  private final TenantClass others;
  private final int maxTenants;
  private final long idleNanos;

  TenantPolicy(
      TenantPolicyBuilder builder,
      List<TenantClass> classes,
      Map<String, TenantClass> named,
      TenantClass others) {
    this.classes = List.copyOf(classes);
    this.named = Map.copyOf(named);
    this.others = others;
    this.maxTenants = builder.maxTenants;
    this.idleNanos = builder.idle.toNanos();
  }

  /**
   * {@return a builder with the defaults: no classes but that of all tenants, all exchanges
   * metered, 100 labels}
   */
  public static TenantPolicyBuilder builder() {
    return new TenantPolicyBuilder();
  }

  /** Returns the class of a tenant whose name is well-formed. */
  TenantClass classOf(String tenant) {
    TenantClass byName = named.get(tenant);
    if (byName != null) {
      return byName;
    }
    for (TenantClass one : classes) {
      if (one.has(tenant)) {
        return one;
      }
    }
    return others;
  }

  /** Returns all classes, that of the others last. */
  List<TenantClass> classes() {
    List<TenantClass> all = new ArrayList<>(classes);
    all.add(others);
    return all;
  }

  TenantClass others() {
    return others;
  }

  boolean names(String tenant) {
    return named.containsKey(tenant);
  }

  /** Returns how many labels there are for tenants that nobody named. */
  int freeLabels() {
    return maxTenants - named.size();
  }

  int maxTenants() {
    return maxTenants;
  }

  long idleNanos() {
    return idleNanos;
  }
}
