package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupReport;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** G6: log line, span and metric of one exchange carry the same status, ending, time and error. */
class OneTruthTest {
  private final RecordedLog log = new RecordedLog("test.truth");
  private final RecordedSpans spans = new RecordedSpans();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    log.close();
    spans.close();
  }

  private ObservedServer server() {
    return new ObservedServer(
        AccessLog.builder().logger(log.logger()).build(),
        Tracing.create(spans.sdk()),
        Metrics.create(registry));
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        situation("ok", (exchange, request, response) -> response.getWriter().print("body")),
        situation("status", (exchange, request, response) -> response.setStatus(202)),
        situation("error page", (exchange, request, response) -> response.sendError(410)),
        situation("redirect", (exchange, request, response) -> response.sendRedirect("/b")),
        situation(
            "exception",
            (exchange, request, response) -> {
              throw new IllegalStateException("no stock");
            }),
        situation(
            "handled",
            (exchange, request, response) -> {
              exchange.recordError(new IllegalArgumentException("taken"));
              response.sendError(409);
            }),
        situation(
            "truncated",
            (exchange, request, response) -> {
              response.flushBuffer();
              throw new IllegalStateException("cut");
            }),
        situation(
            "cleanups that fail",
            (exchange, request, response) -> {
              exchange.cleanups().register("audit", outcome -> Integer.parseInt("x"));
              exchange
                  .cleanups()
                  .register(
                      "lock",
                      outcome -> {
                        throw new AssertionError("held");
                      });
            }));
  }

  private static Arguments situation(String name, ObservedServer.Application application) {
    return Arguments.of(name, application);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void end_anySituation_isToldAlike(String name, ObservedServer.Application application)
      throws Exception {
    String answer;
    ObservedServer.Ended ended;
    try (ObservedServer server = server().on("/a", application).start()) {
      answer = server.get("/a");
      ended = server.awaitEnd();
    }

    int wire = ObservedServer.statusOf(answer);
    Map<String, Object> line = log.values();
    SpanData span = spans.only();
    Timer timer = registry.get("http.server.requests").timer();

    assertThat(ended.outcome().status()).isEqualTo(wire);
    assertThat(line).containsEntry("status", wire);
    assertThat(longOf(span, "http.response.status_code")).isEqualTo(wire);
    assertThat(timer.getId().getTag("status")).isEqualTo(Integer.toString(wire));

    String ending = ended.outcome().ending().name();
    assertThat(line).containsEntry("ending", ending);
    assertThat(textOf(span, "backstop.ending")).isEqualTo(ending);
    assertThat(registry.get("backstop.exchanges").tag("ending", ending).counter().count()).isOne();

    long nanos = ended.outcome().durationNanos();
    assertThat((Double) line.get("duration_ms")).isEqualTo(nanos / 1_000 * 1_000 / 1e6);
    assertThat(span.getAttributes().get(AttributeKey.doubleKey("backstop.response.duration")))
        .isEqualTo(nanos / 1e9);
    assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo((double) nanos);

    Throwable error = ended.outcome().error();
    String type = error == null ? null : error.getClass().getName();
    assertThat(line.get("error_type")).isEqualTo(ended.outcome().errorType());
    assertThat(exceptionTypeOf(span)).isEqualTo(type);
    assertThat(timer.getId().getTag("exception"))
        .isEqualTo(error == null ? "none" : error.getClass().getSimpleName());

    assertThat(line.get("trace_id")).isEqualTo(span.getTraceId());
    assertThat(line.get("route")).isEqualTo(textOf(span, "http.route")).isEqualTo("/a");
    assertThat(timer.getId().getTag("uri")).isEqualTo("/a");

    List<String> failed = ended.report().failures().stream().map(CleanupReport.Ran::name).toList();
    assertThat(line.get("cleanup_failures"))
        .isEqualTo(failed.isEmpty() ? null : String.join(", ", failed));
    assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("backstop.cleanup.failed")))
        .isEqualTo(failed.isEmpty() ? null : failed);
    for (String cleanup : failed) {
      assertThat(
              registry.get("backstop.cleanup.failures").tag("cleanup", cleanup).counter().count())
          .isOne();
    }
  }

  private static Long longOf(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.longKey(key));
  }

  private static String textOf(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static String exceptionTypeOf(SpanData span) {
    AttributeKey<String> key = AttributeKey.stringKey("exception.type");
    return span.getEvents().isEmpty()
        ? span.getAttributes().get(key)
        : span.getEvents().get(0).getAttributes().get(key);
  }

  @Test
  void report_all_areNamedAndTracingIsLast() throws Exception {
    try (ObservedServer server =
        server()
            .on(
                "/a",
                (exchange, request, response) -> exchange.cleanups().register("app", outcome -> {}))
            .start()) {
      server.get("/a");

      assertThat(server.awaitEnd().report().cleanups())
          .extracting(CleanupReport.Ran::name)
          .containsExactly(
              "app",
              "ScopeGuard",
              "SpanLedger",
              "Metrics",
              "AccessLog",
              "TimerLedger",
              "LoggingContext",
              "Tracing");
      assertThat(server.pitfalls()).isEmpty();
    }
  }
}
