package dev.backstop.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** All that an application recorded of its requests; a test asks each path once. */
final class Telemetry {
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

  boolean expectsExchange = true;
  final Queue<Seen> ends = new ConcurrentLinkedQueue<>();
  final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();
  final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  /** Listens to the access log; once Boot has set up logging, which forgets all appenders. */
  void listen() {
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    ((Logger) LoggerFactory.getLogger("dev.backstop.access")).addAppender(lines);
  }

  void stop() {
    ((Logger) LoggerFactory.getLogger("dev.backstop.access")).detachAppender(lines);
  }

  /** Waits for the end of the one exchange of a path. */
  Seen await(String path) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !endsOf(path).isEmpty());
    assertThat(endsOf(path)).hasSize(1);
    return endsOf(path).get(0);
  }

  private List<Seen> endsOf(String path) {
    return ends.stream().filter(end -> end.outcome().path().equals(path)).toList();
  }

  /** Returns the events of the access log of a path. */
  List<ILoggingEvent> lines(String path) {
    return lines.list.stream().filter(line -> path.equals(field(line, "path"))).toList();
  }

  static Object field(ILoggingEvent line, String key) {
    return line.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> pair.value)
        .findFirst()
        .orElse(null);
  }

  /** Returns the server spans that Backstop made of a path. */
  List<SpanData> serverSpans(String path) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getKind() == SpanKind.SERVER)
        .filter(span -> path.equals(span.getAttributes().get(PATH)))
        .toList();
  }

  /** Returns how often each series of a timer has counted. */
  static Map<Meter.Id, Long> counts(MeterRegistry meters, String name) {
    Map<Meter.Id, Long> counts = new HashMap<>();
    for (Timer timer : meters.find(name).timers()) {
      counts.put(timer.getId(), timer.count());
    }
    return counts;
  }

  /**
   * Returns the one series that has counted one more; fails where all of them counted otherwise.
   */
  static Meter.Id onlyNew(Map<Meter.Id, Long> before, Map<Meter.Id, Long> after) {
    assertThat(sum(after) - sum(before)).as("requests counted: %s", after).isEqualTo(1);
    return after.entrySet().stream()
        .filter(one -> one.getValue() - before.getOrDefault(one.getKey(), 0L) == 1)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  static long sum(Map<Meter.Id, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What all three tell of an outcome. */
  static void assertSame(Outcome outcome, ILoggingEvent line, SpanData span, Meter.Id series) {
    int status = outcome.status();
    assertThat(field(line, "status")).isEqualTo(status);
    assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo((long) status);
    assertThat(series.getTag("status")).isEqualTo(Integer.toString(status));
    Throwable error = outcome.error();
    assertThat(field(line, "error_type")).isEqualTo(outcome.errorType());
    assertThat(series.getTag("exception"))
        .isEqualTo(error == null ? "none" : error.getClass().getSimpleName());
    assertThat(series.getTag("error")).isEqualTo(series.getTag("exception"));
    assertThat(field(line, "error_handled"))
        .isEqualTo(error == null ? null : outcome.errorHandled());
    // An error that was answered keeps its type, and one that failed the request is the span's own.
    String key = outcome.failed() ? "error.type" : "exception.type";
    assertThat(span.getAttributes().get(AttributeKey.stringKey(key)))
        .isEqualTo(outcome.errorType());
  }
}
