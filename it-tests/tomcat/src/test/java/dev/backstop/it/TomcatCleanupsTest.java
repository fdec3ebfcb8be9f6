package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.HandedOff;
import dev.backstop.RequestSnapshot;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.Registration;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/**
 * Cleanups that outlive the request, on a container that gives the request's object to the next one
 * at once: asynchronous ones, handed-off ones, and what they still know of the request.
 */
class TomcatCleanupsTest {
  @TempDir Path base;

  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<CleanupReport> reports = new CopyOnWriteArrayList<>();
  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();
  private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> stage = new CompletableFuture<>();
  private final AtomicReference<HandedOff> handedOff = new AtomicReference<>();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  private TomcatContexts tomcat;
  private volatile StackTraceElement site;

  /** The application; one path for each case. */
  private final class Orders extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      Exchange exchange = Exchange.of(request);
      exchanges.put(request.getRequestURI(), exchange);
      switch (request.getRequestURI()) {
        case "/pending" -> register(exchange.cleanups(), Duration.ofHours(1));
        case "/overdue" -> register(exchange.cleanups(), Duration.ofMillis(50));
        case "/handed" -> {
          Registration release =
              exchange.cleanups().register("release", outcome -> ran.add("release"));
          exchange.cleanups().register("own", outcome -> ran.add("own"));
          handedOff.set(exchange.handOff("mailing", release));
        }
        default -> response.setStatus(204);
      }
    }

    private void register(CleanupRegistry cleanups, Duration deadline) {
      MDC.put("order", "4711");
      cleanups.register("first", outcome -> ran.add("first " + seen()));
      cleanups.register("asks", outcome -> askForTheRequest(cleanups));
      site = new Throwable().getStackTrace()[0];
      cleanups.registerAsync("flush", deadline, outcome -> stage.copy()); // 1 line further down
      cleanups.register("last", outcome -> ran.add("last " + seen()));
      MDC.remove("order");
    }

    /** The request's object may be that of the next by now. */
    private void askForTheRequest(CleanupRegistry cleanups) {
      Exchange mine =
          exchanges.values().stream().filter(one -> one.cleanups() == cleanups).findFirst().get();
      try {
        ran.add(mine.request().path());
      } catch (IllegalStateException expected) {
        assertThat(expected).hasMessageContaining("is read after the end");
      }
    }

    private String seen() {
      return MDC.get("order") + " " + Span.current().getSpanContext().getTraceId();
    }
  }

  @BeforeEach
  void start() throws Exception {
    tomcat = new TomcatContexts(base);
    Backstop backstop =
        Backstop.builder()
            .use(Tracing.create(OpenTelemetrySdk.builder().setTracerProvider(tracers).build()))
            .keepHeaders("User-Agent")
            .onPitfall(pitfalls::add)
            .onOutcome((outcome, report) -> reports.add(report))
            .build();
    tomcat.addBare("", new Orders(), backstop::install);
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tracers.close();
  }

  private static int get(RawHttpClient client, String target, String agent) {
    return client
        .send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + agent + "\r\n\r\n")
        .read("GET")
        .status();
  }

  private void awaitReports(int count) {
    await().until(() -> reports.size() >= count);
  }

  private static List<String> namesOf(CleanupReport report) {
    return report.cleanups().stream().map(CleanupReport.Ran::name).toList();
  }

  @Test
  void registerAsync_stageIsPending_theConnectionGoesOnAndTheRestWaits() {
    try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
      assertThat(get(client, "/pending", "one")).isEqualTo(200);
      assertThat(get(client, "/next", "two")).as("on the same connection").isEqualTo(204);
      awaitReports(1);
      assertThat(namesOf(reports.get(0))).as("of the second").doesNotContain("flush");
      assertThat(ran).hasSize(1);

      stage.complete(null);
      awaitReports(2);
    }

    assertThat(namesOf(reports.get(1))).startsWith("last", "flush", "asks", "first");
    String traceId = exchanges.get("/pending").traceId();
    assertThat(ran).containsExactly("last 4711 " + traceId, "first 4711 " + traceId);
    assertThat(spans.getFinishedSpanItems()) // where the stage took long it is a span too
        .filteredOn(span -> span.getKind() == SpanKind.SERVER)
        .hasSize(2);
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void registerAsync_deadlinePasses_isReportedAtItsLineAndTheNextRan() {
    try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
      assertThat(get(client, "/overdue", "one")).isEqualTo(200);
      awaitReports(1);
    }

    assertThat(namesOf(reports.get(0))).startsWith("last", "flush", "asks", "first");
    assertThat(ran).hasSize(2);
    assertThat(pitfalls)
        .singleElement()
        .satisfies(
            pitfall -> {
              assertThat(pitfall.kind()).isEqualTo(PitfallKind.ASYNC_CLEANUP_OVERDUE);
              assertThat(pitfall.site().getMethodName()).isEqualTo("register");
              assertThat(pitfall.site().getLineNumber()).isEqualTo(site.getLineNumber() + 1);
            });
  }

  @Test
  void handOff_workEndsAfterTheResponse_runsItsOwnThen() {
    try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
      assertThat(get(client, "/handed", "one")).isEqualTo(200);
      awaitReports(1);
    }
    assertThat(ran).containsExactly("own");

    assertThat(handedOff.get().finish()).isTrue();

    assertThat(ran).containsExactly("own", "release");
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void snapshot_tomcatHasRecycledTheRequest_isStillOfTheFirst() {
    try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
      get(client, "/a?q=1", "one");
      get(client, "/b?q=2", "two");
      awaitReports(2);
    }

    RequestSnapshot first = exchanges.get("/a").snapshot();
    assertThat(first.path()).isEqualTo("/a");
    assertThat(first.query()).isEqualTo("q=1");
    assertThat(first.header("user-agent")).isEqualTo("one");
    assertThat(exchanges.get("/b").snapshot().header("user-agent")).isEqualTo("two");
  }
}
