package dev.backstop.example.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import io.javalin.Javalin;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every endpoint of the orders, in Java and in Kotlin: what the client reads and what is recorded.
 */
class OrdersTest {
  private static final long PATIENCE_SECONDS = 20;

  enum Language {
    JAVA,
    KOTLIN;

    Javalin create(Equipment equipment, Backstop backstop) {
      return switch (this) {
        case JAVA -> JavaOrders.create(equipment, backstop);
        case KOTLIN -> KotlinOrders.create(equipment, backstop);
      };
    }
  }

  private record End(Outcome outcome, List<String> cleanups) {
    static End of(Outcome outcome, CleanupReport report) {
      return new End(outcome, report.cleanups().stream().map(CleanupReport.Ran::name).toList());
    }
  }

  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Equipment equipment = Equipment.open(spans);
  private Javalin app;

  private void start(Language language) {
    Backstop backstop =
        equipment
            .backstop()
            .onOutcome((outcome, report) -> ends.add(End.of(outcome, report)))
            .onPitfall(pitfalls::add)
            .build();
    app = language.create(equipment, backstop).start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    app.stop();
    equipment.close();
    assertThat(ends).as("outcomes that no test asked for").isEmpty();
    assertThat(pitfalls).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void order_known_readsItAndGivesTheConnectionBack(Language language) throws Exception {
    start(language);

    RawResponse answer = ask("GET", "/orders/1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"id\":1,\"item\":\"lamp\",\"quantity\":1}");
    End end = end();
    assertThat(end.outcome().status()).isEqualTo(200);
    assertThat(end.outcome().route()).isEqualTo("/orders/{id}");
    assertThat(end.outcome().bytesWritten()).isEqualTo(answer.body().length);
    assertThat(end.cleanups())
        .startsWith("db.connection", "AccessLog", "Metrics")
        .endsWith("Tracing", "LoggingContext");
    assertThat(equipment.connectionsInUse()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void order_unknown_is404AndNoError(Language language) throws Exception {
    start(language);

    RawResponse answer = ask("GET", "/orders/999");

    assertThat(answer.status()).isEqualTo(404);
    End end = end();
    assertThat(end.outcome().status()).isEqualTo(404);
    assertThat(end.outcome().route()).isEqualTo("/orders/{id}");
    assertThat(end.outcome().error()).isNull();
    assertThat(equipment.connectionsInUse()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shipment_mappedException_isAuditedWithStatusAndError(Language language) throws Exception {
    start(language);

    RawResponse answer = ask("POST", "/orders/1/shipment");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).isEqualTo("no lamp is left");
    End end = end();
    assertThat(end.outcome().status()).isEqualTo(409);
    assertThat(end.outcome().route()).isEqualTo("/orders/{id}/shipment");
    assertThat(end.outcome().error()).isInstanceOf(OutOfStockException.class);
    assertThat(end.outcome().errorHandled()).isTrue();
    assertThat(end.outcome().failed()).isFalse();
    assertThat(equipment.audited())
        .containsExactly("shipment 409 COMPLETED " + OutOfStockException.class.getName());
  }

  @ParameterizedTest
  @EnumSource
  void pieces_future_holdsTheConnectionUntilTheAnswer(Language language) throws Exception {
    start(language);

    RawResponse answer = ask("GET", "/pieces");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"pieces\":6}");
    End end = end();
    assertThat(end.outcome().status()).isEqualTo(200);
    assertThat(end.outcome().route()).isEqualTo("/pieces");
    assertThat(end.cleanups()).startsWith("db.connection");
    assertThat(equipment.connectionsInUse()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void changes_eventStream_isOneExchange(Language language) throws Exception {
    start(language);

    RawResponse answer = ask("GET", "/changes", "Accept: text/event-stream");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.text())
        .isEqualTo(
            """
            event: change
            data: order 1

            event: change
            data: order 2

            event: change
            data: order 3

            """);
    End end = end();
    assertThat(end.outcome().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(end.outcome().route()).isEqualTo("/changes");
    assertThat(equipment.audited()).containsExactly("changes 200 COMPLETED null");
  }

  @ParameterizedTest
  @EnumSource
  void echo_webSocket_is101AndTalks(Language language) throws Exception {
    start(language);
    CompletableFuture<String> said = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            said.complete(text.toString());
            return null;
          }
        };

    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + app.port() + "/echo"), listener)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket.sendText("hello", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(said.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
    End end = end();
    assertThat(end.outcome().status()).isEqualTo(101);
    assertThat(end.outcome().route()).isEqualTo("/echo");
    socket.abort();
  }

  @ParameterizedTest
  @EnumSource
  void metrics_afterRequests_hasTheirTimersAndThePool(Language language) throws Exception {
    start(language);
    ask("GET", "/orders/1");
    ask("GET", "/orders/2");
    end();
    end();

    RawResponse answer = ask("GET", "/metrics");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text().lines())
        .filteredOn(line -> line.startsWith("http_server_requests_seconds_count"))
        .singleElement()
        .asString()
        .contains("uri=\"/orders/{id}\"", "status=\"200\"")
        .endsWith(" 2");
    assertThat(answer.text()).contains("hikaricp_connections_active{pool=\"orders\"} 0.0");
    end();
  }

  @ParameterizedTest
  @EnumSource
  void spans_ofTwoRequests_haveRouteStatusAndError(Language language) throws Exception {
    start(language);
    ask("GET", "/orders/1");
    end();
    ask("POST", "/orders/1/shipment");
    end();

    await().until(() -> serverSpans().size() == 2);

    assertThat(serverSpans())
        .extracting(SpanData::getName)
        .containsExactly("GET /orders/{id}", "POST /orders/{id}/shipment");
    assertThat(serverSpans())
        .extracting(span -> span.getStatus().getStatusCode())
        .containsOnly(StatusCode.UNSET);
  }

  /** A cleanup that takes long is a span too. */
  private List<SpanData> serverSpans() {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getKind() == SpanKind.SERVER)
        .toList();
  }

  private RawResponse ask(String method, String path, String... headers) {
    try (RawHttpClient client = RawHttpClient.connect(app.port())) {
      StringBuilder head =
          new StringBuilder(
              method + " " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      return client.send(head.append("\r\n").toString()).read(method);
    }
  }

  private End end() throws InterruptedException {
    End end = ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(end).as("an outcome within %d s", PATIENCE_SECONDS).isNotNull();
    return end;
  }
}
