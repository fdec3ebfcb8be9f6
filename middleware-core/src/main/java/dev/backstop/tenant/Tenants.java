package dev.backstop.tenant;

import dev.backstop.Exchange;
import dev.backstop.Gate;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant of every exchange and sets it, {@link Exchange#tenant()}: it stands on the log
 * line ({@code tenant}) and on the server span ({@code backstop.tenant}), and where a registry is
 * given, the exchanges of each tenant are metered.
 *
 * <pre>{@code
 * Backstop.builder()
 *     .use(Tracing.create(openTelemetry))
 *     .use(AccessLog.create())
 *     .use(Tenants.create(TenantResolver.header("X-Tenant"), policy, meterRegistry))
 * }</pre>
 *
 * <p>What the application sets by {@link Exchange#tenant(String)} goes before what the resolver
 * finds.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>what it is</th><th>tags</th></tr>
 * <tr><td>{@code backstop.tenant.requests}</td><td>timer, from the start to the last byte, of the
 *   share of exchanges that the policy takes</td><td>{@code tenant} (the tenant; {@code other} past
 *   the limit; {@code none}; {@code invalid} where a value was refused), {@code class} (of the
 *   policy; {@code default}; {@code none}), {@code outcome} (as that of {@code
 *   http.server.requests}), {@code sample_rate} (the share: divide by it for the truth)</td></tr>
 * <tr><td>{@code backstop.tenant.sample.rate}</td><td>gauge: the number that a {@code sample_rate}
 *   stands for</td><td>{@code sample_rate}</td></tr>
 * </table>
 *
 * <p>The share is chosen by the low 56 bits of the trace id, as OpenTelemetry's consistent
 * probability sampling does, so that all services of a trace choose alike; without a trace id by a
 * hash of the request id; without either, all exchanges are taken, with {@code sample_rate} 1.
 *
 * <p>No number of tenants makes more meters than the policy allows, and nothing is logged, reported
 * or kept for each of them.
 *
 * <p>Thread-safe.
 */
public final class Tenants implements Middleware {
  private final List<TenantResolver> resolvers;
  private final @Nullable TenantMeters meters;
  private final @Nullable TenantBaggage baggage;
  private final @Nullable TenantLogField logField;

  Tenants(TenantsBuilder builder, TenantResolver resolver) {
    this.resolvers = FirstOf.flatten(resolver).toList();
    this.meters = builder.registry == null ? null : meters(builder, builder.registry);
    this.baggage = builder.baggage ? carrier() : null;
    this.logField = builder.logField == null ? null : new TenantLogField(builder.logField);
  }

  private static TenantMeters meters(TenantsBuilder builder, MeterRegistry registry) {
    TenantPolicy policy = builder.policy;
    return new TenantMeters(policy == null ? TenantPolicy.builder().build() : policy, registry);
  }

  /** At the first request it would be too late. */
  private static TenantBaggage carrier() {
    try {
      TenantBaggage baggage = new TenantBaggage();
      baggage.check();
      return baggage;
    } catch (LinkageError absent) {
      throw new IllegalStateException(
          "baggage() needs OpenTelemetry's API, which is not on the class path: add"
              + " io.opentelemetry:opentelemetry-api, or leave the call out",
          absent);
    }
  }

  /**
   * {@return the middleware that sets the tenant and meters nothing}
   *
   * @param resolver asked on the threads of dispatches
   */
  public static Tenants create(TenantResolver resolver) {
    return builder(resolver).build();
  }

  /**
   * {@return the middleware that sets the tenant and meters all exchanges, for at most 100 tenants}
   *
   * @param resolver asked on the threads of dispatches
   * @param registry where the exchanges of each tenant are metered
   */
  public static Tenants create(TenantResolver resolver, MeterRegistry registry) {
    return builder(resolver).meters(registry).build();
  }

  /**
   * {@return the middleware that sets the tenant and meters as a policy says}
   *
   * @param resolver asked on the threads of dispatches
   * @param policy which tenants have which meters
   * @param registry where all meters go but those of classes with a registry of their own
   */
  public static Tenants create(
      TenantResolver resolver, TenantPolicy policy, MeterRegistry registry) {
    return builder(resolver).policy(policy).meters(registry).build();
  }

  /**
   * {@return a builder with the defaults: no meters, no baggage, no log field}
   *
   * @param resolver asked on the threads of dispatches
   */
  public static TenantsBuilder builder(TenantResolver resolver) {
    return new TenantsBuilder(resolver);
  }

  /**
   * {@return the gate that refuses requests without a tenant, with 403} Where a credential would
   * help, answer 401 with {@link #required(Problem)}.
   */
  public static Gate required() {
    return required(Problem.of(403, "the request names no tenant"));
  }

  /**
   * {@return the gate that refuses requests without a tenant}
   *
   * @param refusal what the client is answered
   */
  public static Gate required(Problem refusal) {
    Optional<Problem> refused = Optional.of(refusal);
    return exchange -> exchange.tenant() == null ? refused : Optional.empty();
  }

  @Override
  public Watch start(Exchange exchange) {
    TenantWatch watch = new TenantWatch(this, exchange);
    watch.start();
    return watch;
  }

  List<TenantResolver> resolvers() {
    return resolvers;
  }

  @Nullable TenantMeters meters() {
    return meters;
  }

  @Nullable TenantBaggage baggage() {
    return baggage;
  }

  @Nullable TenantLogField logField() {
    return logField;
  }
}
