package dev.backstop.tenant;

import static dev.backstop.tenant.TenantServer.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Exchange;
import dev.backstop.LogLines;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Tracing;
import dev.backstop.problem.Problem;
import dev.backstop.tenant.TenantServer.By;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.AsyncContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Log line, span, meter and baggage of one exchange name one tenant; real sockets throughout. */
class TenantsTest {
  private static final String BASIC =
      "Authorization: Basic "
          + Base64.getEncoder().encodeToString("acme:secret".getBytes(StandardCharsets.US_ASCII));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .setPropagators(
              ContextPropagators.create(
                  TextMapPropagator.composite(
                      W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
          .build();
  private final LogLines log = LogLines.of("test.tenants");

  @AfterEach
  void close() {
    telemetry.close();
    log.close();
  }

  private static Logger accessLogger() {
    Logger logger = (Logger) LoggerFactory.getLogger("test.tenants");
    logger.setLevel(Level.INFO);
    return logger;
  }

  private BackstopBuilder builder(TenantResolver resolver) {
    return Backstop.builder()
        // before Tracing on purpose: the order of these two does not matter
        .use(Tenants.builder(resolver).meters(registry).baggage().logField("tenant_id").build())
        .use(Tracing.create(telemetry))
        .use(AccessLog.builder().logger(accessLogger()).build());
  }

  private static TenantResolver header() {
    return TenantResolver.header("X-Tenant");
  }

  /** What each record says of the one exchange that has ended; "-" where it says nothing. */
  private List<String> records() {
    ILoggingEvent line = log.events().get(0);
    String logged =
        line.getKeyValuePairs().stream()
            .filter(pair -> pair.key.equals("tenant"))
            .map(pair -> (String) pair.value)
            .findFirst()
            .orElse("-");
    SpanData span = exporter.getFinishedSpanItems().get(0);
    String traced = span.getAttributes().get(AttributeKey.stringKey("backstop.tenant"));
    return List.of(logged, traced == null ? "-" : traced, metered());
  }

  private String metered() {
    return registry.find("backstop.tenant.requests").timers().stream()
        .filter(timer -> timer.count() > 0)
        .map(timer -> timer.getId().getTag("tenant"))
        .sorted()
        .reduce((a, b) -> a + " and " + b)
        .orElse("-");
  }

  private String injected() {
    Map<String, String> headers = new HashMap<>();
    telemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), headers, (map, key, value) -> map.put(key, value));
    return headers.getOrDefault("baggage", "-");
  }

  // One truth ----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(By.class)
  void records_tenantByHeader_agree(By by) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TenantServer server =
        new TenantServer(by, builder(header()))
            .on(
                "/",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  seen.add(exchange.tenant());
                  seen.add(MDC.get("tenant_id"));
                  seen.add(injected());
                  exchange.cleanups().register("late", outcome -> seen.add(injected()));
                  exchange.cleanups().register("log", outcome -> seen.add(MDC.get("tenant_id")));
                })
            .start()) {
      server.get("/", "X-Tenant: acme");
      server.awaitEnd();

      assertThat(seen)
          .containsExactly("acme", "acme", "backstop.tenant=acme", "acme", "backstop.tenant=acme");
      assertThat(records()).containsExactly("acme", "acme", "acme");
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void records_errorThatEscapes_agree() throws Exception {
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on(
                "/",
                (request, response) -> {
                  throw new IllegalStateException("no stock");
                })
            .start()) {
      assertThat(statusOf(server.get("/", "X-Tenant: acme"))).isEqualTo(500);
      server.awaitEnd();

      assertThat(records()).containsExactly("acme", "acme", "acme");
      assertThat(
              registry
                  .get("backstop.tenant.requests")
                  .tag("outcome", "SERVER_ERROR")
                  .timer()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void records_asyncDispatchAndCarriedTask_agree() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on(
                "/",
                (request, response) -> {
                  if (request.getAttribute("again") != null) {
                    seen.add("dispatch " + injected() + " " + MDC.get("tenant_id"));
                    return;
                  }
                  request.setAttribute("again", true);
                  AsyncContext async = request.startAsync();
                  Exchange.of(request)
                      .executor(pool)
                      .execute(
                          () -> {
                            seen.add("task " + injected() + " " + MDC.get("tenant_id"));
                            async.dispatch();
                          });
                })
            .start()) {
      server.get("/", "X-Tenant: acme");
      server.awaitEnd();

      assertThat(seen)
          .containsExactly("task backstop.tenant=acme acme", "dispatch backstop.tenant=acme acme");
      assertThat(records()).containsExactly("acme", "acme", "acme");
      assertThat(pool.submit(() -> MDC.get("tenant_id") + Baggage.current().size()).get())
          .as("what the carried task left on its thread")
          .isEqualTo("null0");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void records_noTenant_nameNone() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on("/", (request, response) -> seen.add(injected() + MDC.get("tenant_id")))
            .start()) {
      server.get("/", "baggage: backstop.tenant=spoofed,other=1");
      server.awaitEnd();

      assertThat(seen).as("what the client claims is not passed on").containsExactly("other=1null");
      assertThat(records()).containsExactly("-", "-", "none");
    }
  }

  @Test
  void baggage_ofTheClient_keepsItsOtherEntriesAndTheSpanStaysCurrent() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on(
                "/",
                (request, response) -> {
                  Baggage baggage = Baggage.current();
                  seen.add(baggage.getEntryValue("backstop.tenant"));
                  seen.add(baggage.getEntryValue("other"));
                  seen.add(Span.current().getSpanContext().getTraceId());
                })
            .start()) {
      server.get("/", "baggage: backstop.tenant=spoofed,other=1", "X-Tenant: acme");
      server.awaitEnd();

      assertThat(seen)
          .containsExactly("acme", "1", exporter.getFinishedSpanItems().get(0).getTraceId());
    }
  }

  @Test
  void baggage_offByDefault_isNotTouched() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TenantServer server =
        new TenantServer(
                By.INSTALL,
                Backstop.builder().use(Tracing.create(telemetry)).use(Tenants.create(header())))
            .on("/", (request, response) -> seen.add(injected() + MDC.getCopyOfContextMap()))
            .start()) {
      server.get("/", "X-Tenant: acme");
      server.awaitEnd();

      assertThat(seen).hasSize(1);
      assertThat(seen.get(0)).startsWith("-").doesNotContain("acme");
    }
  }

  @Test
  void outgoingCall_toAnotherService_carriesTheTenantOnTheWire() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    try (TenantServer called =
            new TenantServer(By.INSTALL, Backstop.builder())
                .on("/", (request, response) -> received.add(request.getHeader("baggage")))
                .start();
        TenantServer server =
            new TenantServer(By.INSTALL, builder(header()))
                .on("/", (request, response) -> called.get("/", "baggage: " + injected()))
                .start()) {
      server.get("/", "X-Tenant: acme");
      server.awaitEnd();

      assertThat(received).containsExactly("backstop.tenant=acme");
      assertThat(records()).containsExactly("acme", "acme", "acme");
    }
  }

  // The application's word ---------------------------------------------------------------------

  @Test
  void tenant_setByTheApplication_goesBeforeTheResolver() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on(
                "/",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  exchange.tenant("chosen");
                  exchange.cleanups().register("call", outcome -> seen.add(injected()));
                  exchange.cleanups().register("log", outcome -> seen.add(MDC.get("tenant_id")));
                })
            .start()) {
      server.get("/", "X-Tenant: acme");
      server.awaitEnd();

      assertThat(seen).containsExactly("chosen", "backstop.tenant=chosen");
      assertThat(records()).containsExactly("chosen", "chosen", "chosen");
    }
  }

  @Test
  void tenant_setByTheApplicationIllFormed_isCleanedAndBounded() throws Exception {
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on("/", (request, response) -> Exchange.of(request).tenant("a\nb"))
            .start()) {
      server.get("/");
      server.awaitEnd();

      assertThat(records()).containsExactly("a\\u000ab", "a\\u000ab", "invalid");
    }
  }

  // The principal ------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(By.class)
  void principal_authenticatedByTheContainer_isKnownInTheDispatch(By by) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    TenantResolver resolver = TenantResolver.firstOf(TenantResolver.principal(), header());
    try (TenantServer server =
        new TenantServer(by, builder(resolver))
            .on("/secured/*", (request, response) -> seen.add(Exchange.of(request).tenant()))
            .start()) {
      assertThat(statusOf(server.get("/secured/a", BASIC, "X-Tenant: spoofed"))).isEqualTo(200);
      server.awaitEnd();

      assertThat(seen).containsExactly("acme");
      assertThat(records()).containsExactly("acme", "acme", "acme");
    }
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void principal_nobody_leavesItToTheHeader(By by) throws Exception {
    TenantResolver resolver = TenantResolver.firstOf(TenantResolver.principal(), header());
    try (TenantServer server =
        new TenantServer(by, builder(resolver)).on("/", (request, response) -> {}).start()) {
      server.get("/", "X-Tenant: shop");
      server.awaitEnd();

      assertThat(records()).containsExactly("shop", "shop", "shop");
    }
  }

  /** The response is committed long before the exit; with a bare filter the exit is the end. */
  @ParameterizedTest
  @EnumSource(By.class)
  void principal_loggedInByTheApplication_isSeenAtTheExit(By by) throws Exception {
    try (TenantServer server =
        new TenantServer(by, builder(TenantResolver.principal()))
            .on(
                "/",
                (request, response) -> {
                  response.getOutputStream().print("hello");
                  response.flushBuffer();
                  request.login("acme", "secret");
                })
            .start()) {
      server.get("/");
      server.awaitEnd();

      assertThat(records()).containsExactly("acme", "acme", "acme");
    }
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void principal_loggedInBeforeAnErrorEscapes_isSeenAtTheExit(By by) throws Exception {
    try (TenantServer server =
        new TenantServer(by, builder(TenantResolver.principal()))
            .on(
                "/",
                (request, response) -> {
                  request.login("acme", "secret");
                  throw new IllegalStateException("no stock");
                })
            .start()) {
      assertThat(statusOf(server.get("/"))).isEqualTo(500);
      server.awaitEnd();

      assertThat(records()).containsExactly("acme", "acme", "acme");
    }
  }

  // Hostile values -----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "acme,evil",
        "\u00e9v\u00efl",
        "\u0080\u009b31m",
        "<script>",
        "a\"b",
        "a'b",
        "%0d%0a",
        "\"} 1\nfake{x=\"",
        "${jndi:ldap://x}"
      })
  void header_hostileValue_isNowhere(String value) throws Exception {
    assertNowhere(value.replace("\n", " "));
  }

  @Test
  void header_ofSevenKilobytes_isNowhere() throws Exception {
    assertNowhere("x".repeat(7_000));
  }

  private void assertNowhere(String value) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on(
                "/",
                (request, response) ->
                    seen.add(injected() + Exchange.of(request).tenant() + MDC.get("tenant_id")))
            .start()) {
      assertThat(statusOf(server.get("/", "X-Tenant: " + value))).isEqualTo(200);
      server.awaitEnd();

      assertThat(seen).containsExactly("-nullnull");
      assertThat(records()).containsExactly("-", "-", "invalid");
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  @Test
  void resolver_throws_costsTheRequestNothing() throws Exception {
    TenantResolver broken =
        request -> {
          throw new IllegalStateException("for " + request.header("X-Tenant"));
        };
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(broken))
            .on("/", (request, response) -> response.getWriter().print("fine"))
            .start()) {
      assertThat(server.get("/", "X-Tenant: evil-value")).endsWith("fine");
      server.awaitEnd();

      assertThat(records()).containsExactly("-", "-", "none");
      assertThat(server.pitfalls())
          .isNotEmpty()
          .allSatisfy(
              pitfall -> assertThat(pitfall.message() + pitfall.cause()).doesNotContain("evil"));
    }
  }

  /** The request is the container's, and may be another one's by the time a task runs. */
  @Test
  void resolver_taskThatCarriesTheExchange_isNotAskedOnItsThread() throws Exception {
    Set<String> askedOn = ConcurrentHashMap.newKeySet();
    TenantResolver nobody =
        request -> {
          askedOn.add(Thread.currentThread().getName());
          return null;
        };
    ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "carried"));
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(nobody))
            .on(
                "/",
                (request, response) -> {
                  AsyncContext async = request.startAsync();
                  Exchange.of(request).executor(pool).execute(async::complete);
                })
            .start()) {
      server.get("/");
      server.awaitEnd();

      assertThat(askedOn).isNotEmpty().doesNotContain("carried");
    } finally {
      pool.shutdownNow();
    }
  }

  // Two at once --------------------------------------------------------------------------------

  @Test
  void tenants_twoAtOnceOnTwoThreads_areNeverMixed() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    Set<String> mixed = ConcurrentHashMap.newKeySet();
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()))
            .on(
                "/",
                (request, response) -> {
                  String own = request.getHeader("X-Tenant");
                  together.await(20, TimeUnit.SECONDS); // both are in the middle of it
                  Exchange exchange = Exchange.of(request);
                  check(mixed, own, exchange.tenant(), MDC.get("tenant_id"), injected());
                  exchange
                      .cleanups()
                      .register(
                          "check",
                          outcome ->
                              check(
                                  mixed, own, exchange.tenant(), MDC.get("tenant_id"), injected()));
                  response.setContentLength(0);
                })
            .start()) {
      CountDownLatch ready = new CountDownLatch(2);
      Future<?> one = clients.submit(() -> ask(server, ready, "acme", 200));
      Future<?> two = clients.submit(() -> ask(server, ready, "shop", 200));
      one.get(60, TimeUnit.SECONDS);
      two.get(60, TimeUnit.SECONDS);
      for (int i = 0; i < 400; i++) {
        server.awaitEnd();
      }

      assertThat(mixed).isEmpty();
      Map<String, Long> counts = new TreeMap<>();
      for (Timer timer : registry.find("backstop.tenant.requests").timers()) {
        counts.put(timer.getId().getTag("tenant"), timer.count());
      }
      assertThat(counts).isEqualTo(Map.of("acme", 200L, "shop", 200L));
    } finally {
      clients.shutdownNow();
    }
  }

  private static void check(
      Set<String> mixed, String own, String tenant, String field, String baggage) {
    String all = tenant + " " + field + " " + baggage;
    if (!all.equals(own + " " + own + " backstop.tenant=" + own)) {
      mixed.add(own + ": " + all);
    }
  }

  private static Void ask(TenantServer server, CountDownLatch ready, String tenant, int many)
      throws Exception {
    try (var socket = server.connect()) {
      ready.countDown();
      ready.await();
      for (int i = 0; i < many; i++) {
        TenantServer.ask(socket, "/", "X-Tenant: " + tenant);
      }
    }
    return null;
  }

  // The gate -----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(By.class)
  void required_noTenant_isRefusedBeforeTheApplication(By by) throws Exception {
    List<String> reached = new CopyOnWriteArrayList<>();
    BackstopBuilder builder =
        builder(TenantResolver.firstOf(TenantResolver.principal(), header()))
            .gate(Tenants.required());
    try (TenantServer server =
        new TenantServer(by, builder)
            .on("/*", (request, response) -> reached.add(request.getRequestURI()))
            .start()) {
      assertThat(server.get("/none")).startsWith("HTTP/1.1 403").contains("names no tenant");
      assertThat(statusOf(server.get("/hostile", "X-Tenant: a b"))).isEqualTo(403);
      assertThat(statusOf(server.get("/header", "X-Tenant: acme"))).isEqualTo(200);
      assertThat(statusOf(server.get("/secured/user", BASIC))).isEqualTo(200);

      assertThat(reached).containsExactly("/header", "/secured/user");
    }
  }

  @Test
  void required_withAProblem_answersIt() throws Exception {
    Problem refusal = Problem.builder(401).header("WWW-Authenticate", "Bearer").build();
    try (TenantServer server =
        new TenantServer(By.INSTALL, builder(header()).gate(Tenants.required(refusal)))
            .on("/", (request, response) -> {})
            .start()) {
      assertThat(server.get("/")).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Bearer");
    }
  }
}
