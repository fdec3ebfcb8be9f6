package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.benchmarks.plot.Table;
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
final class TenantCurve implements Curve {
  private static final List<Integer> LIMITS = List.of(100, 1_000);

  @Override
  public String name() {
    return "tenants";
  }

  @Override
  public Table measure(Effort effort) throws IOException, InterruptedException, ExecutionException {
    int rounds = effort.of(15, 5);
    int requests = effort.of(500, 200);
    try (Probes probes = new Probes()) {
      for (int count : effort.pointsTo(effort.of(100_000, 10_000))) {
        probes.add(probe("bare Jetty", count, bare()));
        for (int limit : LIMITS) {
          String line = "Backstop: at most " + limit + " tenants";
          probes.add(probe(line, count, limited(limit)));
        }
      }
      probes.visit(name());
      probes.run(name(), effort.of(10, 5), rounds, requests);
      return probes
          .figures(Quantity.BYTES, Quantity.CPU, Quantity.METERS)
          .table(
              "Tenants of a service",
              "tenants",
              "medians of " + rounds + " rounds of " + requests + " requests");
    }
  }

  private static MeasuredJetty bare() throws InterruptedException, ExecutionException {
    return new MeasuredJetty(Stack.BARE, List.of("/users/*"), new Answer(), MeasuredJetty.NOTHING);
  }

  private static MeasuredJetty limited(int limit) throws InterruptedException, ExecutionException {
    TenantPolicy policy = TenantPolicy.builder().maxTenants(limit).build();
    return new MeasuredJetty(
        Stack.FULL,
        List.of("/users/*"),
        new Answer(),
        (builder, telemetry) ->
            builder.use(
                Tenants.create(TenantResolver.header("X-Tenant"), policy, telemetry.meters())));
  }

  private static Probe probe(String line, int count, MeasuredJetty server) throws IOException {
    // Of one length: a longer one has a longer header.
    return new Probe(
        count,
        line,
        server,
        1,
        i -> Connections.request("/users/42", "X-Tenant: t%06d\r\n".formatted(i % count)));
  }
}
