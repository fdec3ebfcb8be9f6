package dev.backstop.tenant;

import dev.backstop.observe.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Configures {@link Tenants}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class TenantsBuilder {
  private final Mistakes mistakes = new Mistakes();
  private final @Nullable TenantResolver resolver;
  @Nullable TenantPolicy policy;
  @Nullable MeterRegistry registry;
  @Nullable String logField;
  boolean baggage;

  TenantsBuilder(@Nullable TenantResolver resolver) {
    this.resolver = resolver;
    mistakes.given(
        resolver, "builder(resolver)", "give one, as in TenantResolver.header(\"X-Tenant\")");
  }

  /**
   * Sets where the exchanges of each tenant are metered; without this call they are not, and
   * Micrometer is not needed.
   *
   * @param destination where the meters go, but for classes with a registry of their own
   * @return this builder
   */
  public TenantsBuilder meters(MeterRegistry destination) {
    if (mistakes.given(destination, "meters(registry)", "leave the call out to meter nothing")) {
      registry = destination;
    }
    return this;
  }

  /**
   * Sets which tenants are metered how; the default has all exchanges of 100 tenants metered.
   *
   * @param wanted at most one is given; it needs {@link #meters}
   * @return this builder
   */
  public TenantsBuilder policy(TenantPolicy wanted) {
    if (mistakes.given(wanted, "policy(policy)", "leave the call out for the default")
        && mistakes.holds(policy == null, "policy(policy) was called twice: keep one")) {
      policy = wanted;
    }
    return this;
  }

  /**
   * Puts the tenant into OpenTelemetry's baggage, as {@code backstop.tenant}, on the threads of
   * dispatches, carried tasks and cleanups, so that propagators send it to whoever is called. Off
   * by default: it leaves your service, also to strangers. What a client sent as {@code
   * backstop.tenant} is replaced, or removed where there is no tenant. A tenant that is found in
   * the middle of a dispatch is in the baggage from the next dispatch, task or cleanup on.
   *
   * @return this builder
   */
  public TenantsBuilder baggage() {
    baggage = true;
    return this;
  }

  /**
   * Puts the tenant into the MDC of each dispatch under this key, and among the exchange's log
   * fields for its cleanups; off by default. The access log has it without this.
   *
   * @param key not blank
   * @return this builder
   */
  public TenantsBuilder logField(String key) {
    if (mistakes.given(key, "logField(key)", "leave the call out")
        && mistakes.holds(!key.isBlank(), "logField(key) was blank: give a word, as in tenant")) {
      logField = key;
    }
    return this;
  }

  /**
   * {@return the middleware}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public Tenants build() {
    mistakes.holds(
        policy == null || registry != null,
        "policy(..) without meters(registry): nothing would be metered by it; give the registry");
    mistakes.refuse("Tenants");
    if (resolver == null) {
      throw new IllegalStateException("unreachable: a missing resolver is a mistake");
    }
    return new Tenants(this, resolver);
  }
}
