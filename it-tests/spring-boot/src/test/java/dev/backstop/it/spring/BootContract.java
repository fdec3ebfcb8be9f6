package dev.backstop.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What the starter promises of a Boot application, in any container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BootContract {
  static final String TIMER = "http.server.requests";

  private ConfigurableApplicationContext application;
  private Telemetry telemetry;
  private MeterRegistry meters;
  private int port;

  /** Returns the auto-configuration of the other container, which is not to be. */
  abstract String otherContainer();

  @BeforeAll
  void start() {
    application =
        new SpringApplicationBuilder(ShopApplication.class)
            .properties(
                "server.port=0",
                "spring.main.banner-mode=off",
                "management.tracing.export.enabled=false",
                "spring.autoconfigure.exclude=" + otherContainer())
            .run();
    telemetry = application.getBean(Telemetry.class);
    telemetry.listen();
    meters = application.getBean(MeterRegistry.class);
    port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  @AfterAll
  void stop() {
    telemetry.stop();
    application.close();

    // Nothing of Boot is misuse: what was caught is the one that the shop plays.
    assertThat(telemetry.pitfalls)
        .hasSizeGreaterThan(0)
        .allSatisfy(
            pitfall -> {
              assertThat(pitfall.kind()).isEqualTo(PitfallKind.CLEANUP_FAILED);
              assertThat(pitfall.exchange()).isEqualTo("GET /cleanup-throws");
            });
  }

  @ParameterizedTest
  @CsvSource({
    // path, status, uri, error, handled
    "/hello, 200, /hello,,",
    "/orders/42, 200, /orders/{id},,",
    "/injected, 200, /injected,,",
    "/refused, 409, /refused, OutOfStockException, true",
    "/gone, 410, /gone, ResponseStatusException, true",
    "/invalid, 422, /invalid, ErrorResponseException, true",
    "/bound?count=many, 400, /bound, MethodArgumentTypeMismatchException, true",
    "/unhandled, 500, /unhandled, IllegalStateException, false",
    "/missing, 404, /**,,",
    "/missing/1, 404, /**,,",
    "/callable, 200, /callable,,",
    "/callable-refused, 409, /callable-refused, OutOfStockException, true",
    "/callable-unhandled, 500, /callable-unhandled, IllegalStateException, false",
    "/deferred, 200, /deferred,,",
    "/deferred-refused, 409, /deferred-refused, OutOfStockException, true",
    "/deferred-late, 503, /deferred-late, AsyncRequestTimeoutException, true",
    "/deferred-late-answered, 504, /deferred-late-answered,,",
    "/future, 200, /future,,",
    "/future-refused, 409, /future-refused, OutOfStockException, true",
    "/events, 200, /events,,",
    "/events-late, 200, /events-late,,",
    "/moved, 302, /moved,,",
    "/forwarded, 200, /hello,,",
    "/blocked, 401, UNKNOWN,,",
    "/notes.txt, 200, /**,,",
    "/cleanup-throws, 200, /cleanup-throws,,",
  })
  void request_anySituation_isOneLineOneSpanAndOneCountOfWhatTheClientRead(
      String target, int status, String uri, String error, Boolean handled) {
    Outcome outcome = ask("GET", target, status, uri);

    assertThat(outcome.error() == null ? null : outcome.error().getClass().getSimpleName())
        .isEqualTo(error);
    assertThat(outcome.errorHandled()).isEqualTo(Boolean.TRUE.equals(handled));
    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.timedOut()).isEqualTo(target.contains("-late"));
  }

  @Test
  void head_ofAPage_hasNoBody() {
    assertThat(ask("HEAD", "/hello?head", "/hello", 200, "/hello").bytesWritten()).isZero();
  }

  private Outcome ask(String method, String target, int status, String uri) {
    return ask(method, target, target.replaceAll("\\?.*", ""), status, uri);
  }

  private Outcome ask(String method, String target, String path, int status, String uri) {
    telemetry.ends.clear();
    telemetry.spans.reset();
    int lines = telemetry.lines(path).size();
    Map<Meter.Id, Long> before = Telemetry.counts(meters, TIMER);

    RawResponse answer;
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      client.send(method + " " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
      answer = client.read(method);
    }

    assertThat(answer.status()).isEqualTo(status);
    Seen seen = telemetry.await(path);
    Outcome outcome = seen.outcome();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(telemetry.lines(path)).hasSize(lines + 1);
    assertThat(telemetry.serverSpans(path)).hasSize(1);
    Meter.Id series = Telemetry.onlyNew(before, Telemetry.counts(meters, TIMER));
    assertThat(series.getTag("uri")).isEqualTo(uri);
    Telemetry.assertSame(
        outcome, telemetry.lines(path).get(lines), telemetry.serverSpans(path).get(0), series);
    return outcome;
  }

  @Test
  void streamThatFails_afterItsFirstBytes_isTruncated() {
    telemetry.ends.clear();
    Map<Meter.Id, Long> before = Telemetry.counts(meters, TIMER);

    try (RawHttpClient client = RawHttpClient.connect(port)) {
      client.send("GET /stream-fails HTTP/1.1\r\nHost: test\r\n\r\n");
      RawResponse answer = client.read("GET");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.end()).isNotEqualTo(RawResponse.End.COMPLETE);
    }

    Outcome outcome = telemetry.await("/stream-fails").outcome();
    assertThat(outcome.ending()).isEqualTo(Ending.TRUNCATED);
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.error()).hasMessage("the file is broken");
    assertThat(outcome.errorHandled()).isFalse();
    Telemetry.onlyNew(before, Telemetry.counts(meters, TIMER));
  }

  @Test
  void clientThatLeaves_amidTheBody_isAbortedAndNoErrorOfTheApplication() {
    telemetry.ends.clear();
    Map<Meter.Id, Long> before = Telemetry.counts(meters, TIMER);

    try (RawHttpClient client = RawHttpClient.connect(port, 4096)) {
      client.send("GET /endless HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(client.readPrefix("GET", 1000).status()).isEqualTo(200);
      client.reset();
    }

    Outcome outcome = telemetry.await("/endless").outcome();
    assertThat(outcome.ending()).isEqualTo(Ending.ABORTED);
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.failed()).isFalse();
    Telemetry.onlyNew(before, Telemetry.counts(meters, TIMER));
  }

  @Test
  void connection_registeredByAController_isBackInThePoolAtTheEnd() {
    ask("GET", "/orders/7", 200, "/orders/{id}");

    HikariDataSource pool = application.getBean(HikariDataSource.class);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    assertThat(telemetry.await("/orders/7").report().cleanups())
        .anySatisfy(ran -> assertThat(ran.name()).isEqualTo("db.connection"));
  }

  @Test
  void cleanupThatThrows_changesNothingOfTheAnswerAndIsOnTheLogLine() {
    ask("GET", "/cleanup-throws", 200, "/cleanup-throws");

    var lines = telemetry.lines("/cleanup-throws");
    assertThat(Telemetry.field(lines.get(lines.size() - 1), "cleanup_failures")).isNotNull();
  }

  @Test
  void filter_ofHighestPrecedence_standsInsideOfBackstops() {
    ask("GET", "/hello", 200, "/hello");

    var lines = telemetry.lines("/hello");
    assertThat(Telemetry.field(lines.get(lines.size() - 1), "shop.outermost")).isEqualTo("inside");
  }

  @Test
  void exchange_ofSpringsInjectedRequest_isTheOneOfTheThread() {
    ask("GET", "/injected", 200, "/injected");

    var lines = telemetry.lines("/injected");
    assertThat(Telemetry.field(lines.get(lines.size() - 1), "shop.way")).isEqualTo("injected");
  }
}
