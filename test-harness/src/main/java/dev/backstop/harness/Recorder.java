package dev.backstop.harness;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * Everything that a Backstop records of each exchange: outcome and cleanup report, access-log
 * event, span, timer, pitfalls. The key of an exchange is the path of its request, so a test gives
 * each request a path of its own.
 *
 * <pre>{@code
 * try (Recorder recorder = new Recorder()) {
 *   Backstop backstop = recorder.attach(Backstop.builder()).build();
 *   ...
 *   Recording recording = recorder.await("/orders/42");
 * }
 * }</pre>
 *
 * <p>It listens to the logger {@code dev.backstop.access} until it is closed. Thread-safe.
 */
public final class Recorder implements AutoCloseable {
  private static final AttributeKey<String> URL_PATH = AttributeKey.stringKey("url.path");

  private final Map<String, Exchanges> byPath = new ConcurrentHashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Detectors detectors = new Detectors();
  private final SpanLedger.EndedSpanWatch endedSpans = detectors.watchEndedSpans();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(detectors.spanProcessor())
                  .addSpanProcessor(SimpleSpanProcessor.create(new SpansByPath()))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.backstop.access");
  private final LogsByPath appender = new LogsByPath();
  private final Backstop backstop = attach(Backstop.builder()).build();

  /** Makes a recorder that listens from now on. */
  public Recorder() {
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    appender.start();
    logger.addAppender(appender);
  }

  /** The exchanges of one path; usually one. */
  private static final class Exchanges {
    private int opened;
    private final List<Recording.End> ends = new ArrayList<>();
    private final List<ILoggingEvent> logs = new ArrayList<>();
    private final List<SpanData> spans = new ArrayList<>();
    private final List<Pitfall> pitfalls = new ArrayList<>();

    synchronized void opened() {
      opened++;
    }

    synchronized void ended(Recording.End end) {
      ends.add(end);
    }

    synchronized void logged(ILoggingEvent event) {
      logs.add(event);
    }

    synchronized void traced(SpanData span) {
      spans.add(span);
    }

    synchronized void pitfall(Pitfall pitfall) {
      pitfalls.add(pitfall);
    }

    synchronized boolean hasEnded() {
      return !ends.isEmpty();
    }

    synchronized Recording now() {
      return new Recording(
          opened, List.copyOf(ends), List.copyOf(logs), List.copyOf(spans), List.copyOf(pitfalls));
    }
  }

  private final class LogsByPath extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      event
          .getKeyValuePairs()
          .forEach(
              pair -> {
                if (pair.key.equals("path")) {
                  of(String.valueOf(pair.value)).logged(event);
                }
              });
    }
  }

  private final class SpansByPath implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      for (SpanData span : spans) {
        String path = span.getAttributes().get(URL_PATH);
        if (path != null) {
          of(path).traced(span);
        }
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private Exchanges of(String path) {
    return byPath.computeIfAbsent(path, ignored -> new Exchanges());
  }

  /** {@return a Backstop that records here and does nothing else} */
  public Backstop backstop() {
    return backstop;
  }

  /**
   * Has a Backstop of your own configuration record here, by log, span and timer too, with all
   * detectors of pitfalls at their highest level.
   *
   * @param builder which may have more in use
   * @return {@code builder}
   */
  public BackstopBuilder attach(BackstopBuilder builder) {
    return detectors
        .attach(builder, Tracing.create(telemetry))
        .use(Metrics.create(meters))
        .use(AccessLog.create())
        .use(
            exchange -> {
              opened(exchange.path());
              return (outcome, report) -> {};
            })
        .onPitfall(this::pitfall)
        .onOutcome(this::ended);
  }

  /**
   * Records that an exchange was opened.
   *
   * @param path raw, as sent
   */
  public void opened(String path) {
    of(path).opened();
  }

  /**
   * Records the end of an exchange, on the thread that unwound it.
   *
   * @param outcome its path says whose recording it is in
   * @param report the cleanups that ran
   */
  public void ended(Outcome outcome, CleanupReport report) {
    long endNanos = System.nanoTime() - report.duration().toNanos();
    of(outcome.path())
        .ended(new Recording.End(outcome, report, endNanos, Thread.currentThread().getName()));
  }

  private void pitfall(Pitfall pitfall) {
    // exchange() is "GET /path"
    of(pitfall.exchange().substring(pitfall.exchange().indexOf(' ') + 1)).pitfall(pitfall);
  }

  /**
   * {@return what was recorded of a path so far}
   *
   * @param path raw, as sent
   */
  public Recording now(String path) {
    return of(path).now();
  }

  /**
   * Waits until an exchange of a path has ended, for {@link RawHttpClient#PATIENCE} at most.
   *
   * @param path raw, as sent
   * @return what was recorded by then
   * @throws org.awaitility.core.ConditionTimeoutException where none ends
   */
  public Recording await(String path) {
    return await(path, RawHttpClient.PATIENCE);
  }

  /**
   * Waits until an exchange of a path has ended.
   *
   * @param path raw, as sent
   * @param patience how long to wait at most
   * @return what was recorded by then
   * @throws org.awaitility.core.ConditionTimeoutException where none ends within {@code patience}
   */
  public Recording await(String path, Duration patience) {
    Exchanges exchanges = of(path);
    Awaitility.await("the end of " + path)
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(exchanges::hasEnded);
    return exchanges.now();
  }

  /** {@return every path of which something was recorded} */
  public List<String> paths() {
    return List.copyOf(byPath.keySet());
  }

  /** {@return the meters} */
  public MeterRegistry meters() {
    return meters;
  }

  /** {@return the OpenTelemetry whose spans are recorded} */
  public OpenTelemetrySdk telemetry() {
    return telemetry;
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
    endedSpans.close();
    telemetry.close();
    meters.close();
  }
}
