package dev.backstop.tenant;

import dev.backstop.observe.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Configures one class of tenants, in {@link TenantPolicyBuilder}. What is wrong is told by {@link
 * TenantPolicyBuilder#build}.
 *
 * <p>Not thread-safe.
 */
public final class TenantClassBuilder {
  final String name;
  final Set<String> ids = new LinkedHashSet<>();
  private final Mistakes mistakes;
  private final List<Predicate<String>> matching = new ArrayList<>();
  private Sampling sampling = Sampling.ALL;
  private @Nullable MeterRegistry registry;

  TenantClassBuilder(String name, Mistakes mistakes) {
    this.name = name;
    this.mistakes = mistakes;
  }

  private String call(String rest) {
    return name + ": " + rest;
  }

  /**
   * Names tenants of this class. A tenant that is named goes before every prefix and predicate, and
   * has a label of its own whatever others do: name those that matter.
   *
   * @param tenants matched by case; one tenant is in one class
   * @return this builder
   */
  public TenantClassBuilder ids(String... tenants) {
    if (mistakes.given(tenants, call("ids(tenants)"), "leave the call out")) {
      for (String tenant : tenants) {
        if (mistakes.holds(
            TenantId.isWellFormed(tenant) && !TenantLabels.isReserved(tenant),
            call("ids(" + tenant + ")")
                + ": expected 1 to 64 of A-Z a-z 0-9 . _ -, and none of none, other, invalid")) {
          ids.add(tenant);
        }
      }
    }
    return this;
  }

  /**
   * Adds the tenants whose name begins so.
   *
   * @param start matched by case
   * @return this builder
   */
  public TenantClassBuilder prefix(String start) {
    if (mistakes.given(start, call("prefix(start)"), "leave the call out")
        && mistakes.holds(
            TenantId.isWellFormed(start),
            call("prefix(" + start + ")") + ": expected 1 to 64 of A-Z a-z 0-9 . _ -")) {
      matching.add(tenant -> tenant.startsWith(start));
    }
    return this;
  }

  /**
   * Adds the tenants that match.
   *
   * @param matched quick and thread-safe; where it throws, the tenant is of the class {@code
   *     default}, and that is reported
   * @return this builder
   */
  public TenantClassBuilder matching(Predicate<String> matched) {
    if (mistakes.given(matched, call("matching(predicate)"), "leave the call out")) {
      matching.add(matched);
    }
    return this;
  }

  /**
   * Meters one exchange in so many, chosen by the trace id; the default is 1, all of them.
   *
   * @param many from 1 to 1,000,000
   * @return this builder
   */
  public TenantClassBuilder oneIn(int many) {
    if (mistakes.holds(
        many >= 1 && many <= 1_000_000,
        call("oneIn(" + many + ")") + ": expected 1 to 1,000,000")) {
      sampling = Sampling.of(1.0 / many);
    }
    return this;
  }

  /**
   * Sets where the meters of this class go instead of the registry of all others, for tenants that
   * must not be seen beside them. Neither registry then has anything of the other.
   *
   * @param own of this class alone
   * @return this builder
   */
  public TenantClassBuilder registry(MeterRegistry own) {
    if (mistakes.given(own, call("registry(registry)"), "leave the call out")) {
      registry = own;
    }
    return this;
  }

  boolean matchesNobody() {
    return ids.isEmpty() && matching.isEmpty();
  }

  TenantClass build() {
    return new TenantClass(name, List.copyOf(matching), sampling, registry);
  }
}
