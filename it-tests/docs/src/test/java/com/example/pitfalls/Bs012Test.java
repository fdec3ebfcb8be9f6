package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.BackstopBuilder;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.tenant.TenantPolicy;
import dev.backstop.tenant.TenantResolver;
import dev.backstop.tenant.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.response.Response;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-012.md: a label of a meter for whatever a client sends. */
class Bs012Test {
  private final MeterRegistry meters = new SimpleMeterRegistry();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> configure(builder, meters))
          .filter("/wrong", new Wrong(meters))
          .servlet("/*", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    private final MeterRegistry meters;

    Wrong(MeterRegistry meters) {
      this.meters = meters;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      String tenant = ((HttpServletRequest) request).getHeader("X-Tenant");
      meters.counter("orders", "tenant", tenant).increment();
      chain.doFilter(request, response);
    }
  }

  // end::wrong[]

  // tag::right[]
  static void configure(BackstopBuilder backstop, MeterRegistry meters) {
    TenantPolicy policy =
        TenantPolicy.builder()
            .tenants("finance", finance -> finance.ids("bank-of-a"))
            .maxTenants(10) // the others are "other" together
            .build();
    backstop.use(Tenants.create(TenantResolver.header("X-Tenant"), policy, meters));
  }

  // end::right[]

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(201);
    }
  }

  /** Sends a request of each of 50 tenants that nobody has heard of, and one that is named. */
  private void flood(String path) {
    for (int i = 0; i < 50; i++) {
      get(path, "made-up-" + i);
    }
    get(path, "bank-of-a");
  }

  private void get(String path, String tenant) {
    Response response = backstop.request().header("X-Tenant", tenant).get(path);

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(backstop.exchanges().of(response).outcome()).hasStatus(201);
  }

  private Set<String> tenantsOf(String meter) {
    Set<String> tenants = new TreeSet<>();
    meters.find(meter).meters().forEach(found -> tenants.add(found.getId().getTag("tenant")));
    return tenants;
  }

  @Test
  void wrong_madeUpTenants_haveAMeterEach() {
    flood("/wrong");

    assertThat(tenantsOf("orders")).hasSize(51);
  }

  @Test
  void right_madeUpTenants_shareOne() {
    flood("/right");

    assertThat(tenantsOf("backstop.tenant.requests"))
        .hasSize(11)
        .contains("bank-of-a", "made-up-0", "other");
    assertThat(
            meters.get("backstop.tenant.requests").tag("tenant", "other").timers().stream()
                .mapToLong(Timer::count)
                .sum())
        .isEqualTo(41);
  }
}
