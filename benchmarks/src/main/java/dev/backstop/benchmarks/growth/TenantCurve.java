package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.tenant.TenantPolicy;
import dev.backstop.tenant.TenantResolver;
import dev.backstop.tenant.Tenants;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The tenants of a service, from one to 100,000, with the limit that is the default and with one
 * ten times as high. All of them have been there before it is measured.
 */
final class TenantCurve extends ServerCurve {
  private static final List<Integer> LIMITS = List.of(100, 1_000);

  TenantCurve() {
    super("tenants", "Tenants of a service", Quantity.BYTES, Quantity.CPU, Quantity.METERS);
  }

  @Override
  void start(Probes probes, Effort effort)
      throws IOException, InterruptedException, ExecutionException {
    for (int count : effort.pointsTo(effort.of(100_000, 10_000))) {
      probes.add(probe("bare Jetty", count, bare()));
      for (int limit : LIMITS) {
        probes.add(probe("Backstop: at most " + limit + " tenants", count, limited(limit)));
      }
    }
  }

  private static GrowthServer bare() throws InterruptedException, ExecutionException {
    return new GrowthServer(Stack.BARE, List.of("/users/*"), new Answer(), GrowthServer.NOTHING);
  }

  private static GrowthServer limited(int limit) throws InterruptedException, ExecutionException {
    TenantPolicy policy = TenantPolicy.builder().maxTenants(limit).build();
    return new GrowthServer(
        Stack.FULL,
        List.of("/users/*"),
        new Answer(),
        (builder, telemetry) ->
            builder.use(
                Tenants.create(TenantResolver.header("X-Tenant"), policy, telemetry.meters())));
  }

  private static Probe probe(String line, int count, GrowthServer server) throws IOException {
    // Of one length: a longer one has a longer header.
    return new Probe(
        count,
        line,
        server,
        1,
        i -> Connections.request("/users/42", "X-Tenant: t%06d\r\n".formatted(i % count)));
  }
}
