package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.tenant.TenantResolver;
import dev.backstop.tenant.Tenants;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The baggage of a tenant beside the guard of scopes, which sees each scope that is opened. */
class TenantScopesTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private void see() {
    seen.add(String.valueOf(Baggage.current().getEntryValue("backstop.tenant")));
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // left open on purpose
  void baggage_applicationLeavesAScopeOpen_isCurrentAndLeavesNothingBehind() throws Exception {
    try (RecordedSpans spans = new RecordedSpans();
        ObservedServer server =
            new ObservedServer(
                    Tracing.create(spans.sdk()),
                    Tenants.builder(TenantResolver.header("X-Tenant")).baggage().build())
                .on(
                    "/tidy",
                    (exchange, request, response) -> {
                      see();
                      exchange.cleanups().register("see", outcome -> see());
                    })
                .on(
                    "/sloppy",
                    (exchange, request, response) -> {
                      see();
                      Baggage.builder().put("left", "open").build().makeCurrent();
                      exchange.cleanups().register("see", outcome -> see());
                    })
                .start()) {
      for (String path : List.of("/tidy", "/sloppy", "/sloppy", "/tidy")) {
        server.get(path, "X-Tenant: acme");
        server.awaitEnd();
      }
      server.get("/tidy");
      server.awaitEnd();

      assertThat(seen)
          .containsExactly(
              "acme", "acme", "acme", "acme", "acme", "acme", "acme", "acme", "null", "null");
      assertThat(server.pitfalls())
          .extracting(pitfall -> pitfall.kind().id())
          .containsExactly("BS-502", "BS-502");
      server.pitfalls().clear(); // these two are true
      assertThat(Context.current()).isSameAs(Context.root());
    }
  }
}
