package dev.backstop.harness.junit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.backstop.BackstopBuilder;
import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.Detectors;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a Backstop records while a test runs, each piece with the exchange that it belongs to.
 *
 * <p>Log event and server span are written while the exchange unwinds, after the journal's own
 * watch and before its listener to outcomes, all on one thread: that tells whose they are, also
 * where two exchanges have the same path.
 *
 * <p>Thread-safe.
 */
final class Journal implements AutoCloseable {
  private final List<Call> calls = new ArrayList<>();
  private final List<Pitfall> pitfalls = new ArrayList<>();
  private final Map<Thread, Call> unwinding = new ConcurrentHashMap<>();
  private final Spans spans = new Spans(this::serverSpanEnds);
  private final Detectors detectors = new Detectors();
  private SpanLedger.@Nullable EndedSpanWatch endedSpans;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(detectors.spanProcessor())
                  .addSpanProcessor(spans)
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.backstop.access");
  private final AccessLogTap tap = new AccessLogTap();

  private final class AccessLogTap extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      Call call = unwinding.get(Thread.currentThread());
      if (call != null) {
        call.logged(event);
      }
    }
  }

  /** Listens to the access log from now on. */
  void listen() {
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    tap.start();
    logger.addAppender(tap);
    endedSpans = detectors.watchEndedSpans();
  }

  /** Has a Backstop write what is recorded here, and look for spans, scopes and MDC keys left. */
  void addTelemetry(BackstopBuilder builder) {
    detectors
        .attach(builder, Tracing.create(telemetry))
        .use(Metrics.create(meters))
        .use(AccessLog.create());
  }

  /** Has a Backstop tell its exchanges and pitfalls. After all that writes log events and spans. */
  void attach(BackstopBuilder builder) {
    builder.use(this::watch).onPitfall(this::pitfall).onOutcome(this::ended);
  }

  private Watch watch(Exchange exchange) {
    Call call =
        new Call(
            exchange.method() + " " + exchange.path(), exchange.request().header(CallTag.HEADER));
    synchronized (this) {
      calls.add(call);
    }
    return (outcome, report) -> {
      call.unwinds(outcome);
      unwinding.put(Thread.currentThread(), call);
    };
  }

  private void serverSpanEnds(String spanId) {
    Call call = unwinding.get(Thread.currentThread());
    if (call != null) {
      call.serverSpan(spanId);
    }
  }

  private synchronized void pitfall(Pitfall pitfall) {
    pitfalls.add(pitfall);
  }

  private void ended(Outcome outcome, CleanupReport report) {
    unwinding.remove(Thread.currentThread());
    find(call -> call.isOf(outcome)).forEach(call -> call.ended(report));
  }

  private synchronized List<Call> find(Predicate<Call> wanted) {
    return calls.stream().filter(wanted).toList();
  }

  /** Returns the last exchange that a client marked so, or null. */
  @Nullable Call last(String tag) {
    List<Call> marked = find(call -> tag.equals(call.tag()));
    return marked.isEmpty() ? null : marked.get(marked.size() - 1);
  }

  /** Returns what was recorded of an exchange that has ended. */
  EndedExchange read(Call call) {
    String root = call.serverSpanId();
    return new EndedExchange(
        call.outcome(), call.report(), root == null ? List.of() : spans.below(root), call.logs());
  }

  List<Call> open() {
    return find(call -> !call.hasEnded());
  }

  List<String> openSpans() {
    return spans.open();
  }

  synchronized List<Pitfall> pitfalls() {
    return List.copyOf(pitfalls);
  }

  /** Forgets everything: the next test begins. */
  void clear() {
    spans.clear();
    synchronized (this) {
      calls.clear();
      pitfalls.clear();
    }
  }

  Spans spans() {
    return spans;
  }

  OpenTelemetrySdk telemetry() {
    return telemetry;
  }

  ObservationRegistry observations() {
    return detectors.observations();
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  @Override
  public void close() {
    if (endedSpans != null) {
      endedSpans.close();
      endedSpans = null;
    }
    logger.detachAppender(tap);
    tap.stop(); // spans and meters hold no thread: a class that runs again goes on with them
  }
}
