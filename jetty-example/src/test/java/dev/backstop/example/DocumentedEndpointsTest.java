package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

/** Every row of docs/example.md: what the client reads, and what each record says of it. */
class DocumentedEndpointsTest {
  private static final List<String> MIDDLEWARE =
      List.of(
          "ServiceLevels",
          "Tenants",
          "AccessLog",
          "Metrics",
          "ScopeGuard",
          "SpanLedger",
          "Tracing",
          "LoggingContext");

  @ParameterizedTest
  @MethodSource("dev.backstop.example.DocumentedEndpoint#all")
  void ask_documentedEndpoint_wireAndEachRecordAgreeWithTheTable(DocumentedEndpoint row)
      throws Exception {
    try (RunningService service = new RunningService()) {
      long bytes = ask(service, row);

      List<JsonNode> outcomes = service.outcomesOf(row.path());
      String metrics = service.get("/metrics").body();
      service.stop();

      assertThat(outcomes).hasSize(1);
      assertOutcome(outcomes.get(0), row, bytes);
      assertThat(timer(metrics, row)).isEqualTo(1);
      assertSpan(service.spansOf(row.path()), row);
      assertCleanupSpans(service, row);
      assertCleanupTimers(metrics, row);
      assertLogLine(service.log(), row);
      assertThat(pitfalls(service.log())).isEqualTo(row.pitfalls());
    }
  }

  /** Returns the ids of all pitfalls that were caught, those of other requests included. */
  private static Set<String> pitfalls(List<ILoggingEvent> log) {
    return log.stream()
        .map(event -> keyValues(event).get("pitfall"))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Asks as the row says and returns the bytes of the body that were read. */
  private static long ask(RunningService service, DocumentedEndpoint row) throws IOException {
    if (row.hangUp()) {
      assertThat(RawClient.cut(service.base(), row.target())).isEqualTo(row.status());
      return -1;
    }
    RawClient.Answer answer = RawClient.ask(service.base(), row.method(), row.target(), row.json());
    assertThat(answer.status()).isEqualTo(row.status());
    assertThat(answer.complete()).as("complete").isEqualTo(!row.cut());
    return answer.byteCount();
  }

  private static void assertOutcome(JsonNode outcome, DocumentedEndpoint row, long bytes) {
    assertThat(outcome.get("method").asString()).isEqualTo(row.method());
    assertThat(outcome.get("status").asInt()).isEqualTo(row.status());
    assertThat(outcome.get("statusSource").asString()).isEqualTo("CONTAINER");
    assertThat(outcome.get("ending").asString()).isEqualTo(row.ending());
    assertThat(outcome.get("route").asString(null)).isEqualTo(row.route());
    assertThat(outcome.get("failed").asBoolean()).as("failed").isEqualTo(row.failed());
    assertThat(outcome.get("timedOut").asBoolean()).as("timed out").isEqualTo(row.timedOut());
    assertThat(outcome.path("error").path("type").asString(null)).isEqualTo(row.error());
    assertThat(outcome.path("error").path("handled").asBoolean(false)).isEqualTo(row.handled());
    if (bytes >= 0) {
      assertThat(outcome.get("bytesWritten").asLong()).isEqualTo(bytes);
    }
    List<String> ran = new ArrayList<>();
    outcome.get("cleanups").forEach(cleanup -> ran.add(cleanup.get("name").asString()));
    List<String> expected = new ArrayList<>(row.cleanups());
    expected.addAll(MIDDLEWARE);
    assertThat(ran).isEqualTo(expected);
  }

  /** Returns how many exchanges of this method, route and status the timer has counted. */
  private static long timer(String metrics, DocumentedEndpoint row) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
        .filter(line -> line.contains("method=\"" + row.method() + "\""))
        .filter(line -> line.contains("status=\"" + row.status() + "\""))
        .filter(
            line ->
                line.contains("uri=\"" + (row.route() == null ? "NOT_FOUND" : row.route()) + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void assertSpan(List<OtlpSpan> spans, DocumentedEndpoint row) {
    assertThat(spans).hasSize(1);
    OtlpSpan span = spans.get(0);
    assertThat(span.service()).isEqualTo("order-service");
    assertThat(span.kind()).isEqualTo(OtlpSpan.SERVER);
    assertThat(span.name())
        .isEqualTo(row.method() + (row.route() == null ? "" : " " + row.route()));
    assertThat(span.attributes()).containsEntry("http.response.status_code", (long) row.status());
    assertThat(span.statusCode()).isEqualTo(row.failed() ? OtlpSpan.ERROR : 0);
    if (row.error() != null) {
      assertThat(span.attributes())
          .containsEntry(row.failed() ? "error.type" : "exception.type", row.error());
    }
  }

  /** Those that the row names are there; another one only where a busy machine made it slow. */
  private static void assertCleanupSpans(RunningService service, DocumentedEndpoint row) {
    OtlpSpan server = service.spansOf(row.path()).get(0);
    List<OtlpSpan> below = service.spansBelow(server);
    assertThat(below).extracting(OtlpSpan::name).containsAll(row.cleanupSpans());
    assertThat(below)
        .allSatisfy(
            span -> {
              boolean slow = span.endNanos() - span.startNanos() > 100_000_000;
              boolean failed = span.statusCode() == OtlpSpan.ERROR;
              assertThat(slow || failed).as(span.toString()).isTrue();
              assertThat(span.kind()).isEqualTo(OtlpSpan.INTERNAL);
              assertThat(span.name())
                  .isEqualTo("cleanup " + span.attributes().get("backstop.cleanup.name"));
              assertThat(span.attributes())
                  .containsEntry("backstop.cleanup.outcome", failed ? "failed" : "ok");
              assertThat(span.events()).isEqualTo(failed ? List.of("exception") : List.of());
              assertThat(span.startNanos()).isBetween(server.startNanos(), span.endNanos());
              assertThat(span.endNanos()).isLessThanOrEqualTo(server.endNanos());
            });
  }

  private static void assertCleanupTimers(String metrics, DocumentedEndpoint row) {
    assertThat(row.cleanups())
        .allSatisfy(
            name ->
                assertThat(metrics)
                    .contains("backstop_cleanup_seconds_count{cleanup=\"" + name + "\""));
  }

  private static void assertLogLine(List<ILoggingEvent> log, DocumentedEndpoint row) {
    List<Map<String, String>> lines =
        log.stream()
            .map(DocumentedEndpointsTest::keyValues)
            .filter(keyValues -> row.path().equals(keyValues.get("path")))
            .toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .containsEntry("method", row.method())
        .containsEntry("status", Integer.toString(row.status()))
        .containsEntry("ending", row.ending());
  }

  private static Map<String, String> keyValues(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null
        ? Map.of()
        : pairs.stream()
            .collect(
                Collectors.toMap(
                    pair -> pair.key,
                    pair -> String.valueOf(pair.value),
                    (first, second) -> second,
                    TreeMap::new));
  }

  @Test
  void index_documentedEndpoints_namesEach() throws Exception {
    try (RunningService service = new RunningService()) {
      String index = service.get("/").body();

      assertThat(
              DocumentedEndpoint.all()
                  .map(DocumentedEndpoint::path)
                  .filter(path -> !path.equals("/nothing") && !path.equals("/orders/abc")))
          .isNotEmpty()
          .allSatisfy(path -> assertThat(index).containsPattern(path + "\\s"));
    }
  }
}
