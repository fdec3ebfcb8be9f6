package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.tenant.TenantResolver;
import dev.backstop.tenant.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** However an exchange ends, its log line, span and meter name one tenant; read in a container. */
public abstract class TenantContract extends ContainerContract {
  private final Logger logger = (Logger) LoggerFactory.getLogger("tenant.contract");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();
  private final List<String> visits = new CopyOnWriteArrayList<>();
  private volatile @Nullable String knownLate;

  /** Makes the contract. */
  protected TenantContract() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  final void close() {
    logger.detachAppender(lines);
    telemetry.close();
  }

  private Watched start(TenantResolver resolver) throws Exception {
    Watched watched =
        new Watched(
            Backstop.builder()
                .use(Tracing.create(telemetry))
                .use(AccessLog.builder().logger(logger).build())
                .use(
                    Tenants.builder(resolver).meters(registry).baggage().logField("tenant").build())
                .onPitfall(pitfalls::add));
    server()
        .add(
            "/shop",
            context -> {
              new TenantPages(this::visit).register(context);
              watched.backstop().install(context);
            });
    server().start();
    return watched;
  }

  private void visit(String place) {
    String carried = Baggage.current().getEntryValue("backstop.tenant");
    visits.add(place + " " + carried + " " + MDC.get("tenant"));
    if (place.equals("flushed")) {
      knownLate = "acme";
    }
  }

  private RawResponse get(String page, String header) {
    try (RawHttpClient client = RawHttpClient.connect(server().port())) {
      return client
          .send(
              "GET /shop/"
                  + page
                  + " HTTP/1.1\r\nHost: localhost\r\n"
                  + header
                  + "Connection: close\r\n\r\n")
          .read("GET");
    }
  }

  private void assertRecorded(Watched watched, String name, String label) {
    watched.await(1);
    Object logged =
        lines.list.get(0).getKeyValuePairs().stream()
            .filter(pair -> pair.key.equals("tenant"))
            .map(pair -> pair.value)
            .findFirst()
            .orElse("nobody");
    Object traced =
        spans
            .getFinishedSpanItems()
            .get(0)
            .getAttributes()
            .get(AttributeKey.stringKey("backstop.tenant"));
    assertThat(logged).isEqualTo(name);
    assertThat(traced == null ? "nobody" : traced).isEqualTo(name);
    assertThat(registry.find("backstop.tenant.requests").timers())
        .extracting(timer -> timer.getId().getTag("tenant") + " " + timer.count())
        .containsExactly(label + " 1");
    assertThat(pitfalls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "flushed", "error", "sendError", "thread", "again"})
  void tenant_byHeader_isOneTruth(String page) throws Exception {
    Watched watched = start(TenantResolver.header("X-Tenant"));

    get(page, "X-Tenant: acme\r\n");

    assertRecorded(watched, "acme", "acme");
    assertThat(visits)
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(visit -> visit.endsWith(" acme acme"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "acme,acme", "caf\u00e9", "\"acme\"", "<acme>"})
  void tenant_hostileHeader_isNobody(String value) throws Exception {
    Watched watched = start(TenantResolver.header("X-Tenant"));

    assertThat(get("plain", "X-Tenant: " + value + "\r\n").status()).isEqualTo(200);

    assertRecorded(watched, "nobody", "invalid");
    assertThat(visits).allMatch(visit -> visit.endsWith(" null null"));
  }

  @Test
  void tenant_headerTwice_isNobody() throws Exception {
    Watched watched = start(TenantResolver.header("X-Tenant"));

    get("plain", "X-Tenant: acme\r\nX-Tenant: acme\r\n");

    assertRecorded(watched, "nobody", "invalid");
  }

  /** As a login is by which the application learns who it is, after the answer has gone out. */
  @Test
  void tenant_knownOnlyAtTheExitOfTheDispatch_isOneTruth() throws Exception {
    Watched watched = start(request -> knownLate);

    get("flushed", "");

    assertRecorded(watched, "acme", "acme");
    assertThat(visits)
        .containsExactly("dispatch null null", "flushed null null", "cleanup acme acme");
  }
}
