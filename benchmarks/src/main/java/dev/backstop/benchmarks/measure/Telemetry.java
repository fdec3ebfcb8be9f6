package dev.backstop.benchmarks.measure;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Middleware;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The log, the tracer and the meters of one server. What they are told is made as for a real
 * backend, counted, and dropped.
 */
public final class Telemetry {
  private final LongAdder lines = new LongAdder();
  private final LongAdder spans = new LongAdder();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Map<Signal, LongSupplier> elsewhere = new EnumMap<>(Signal.class);
  private final Logger logger;
  private final OpenTelemetry tracing;

  public Telemetry() {
    LoggerContext logging = new LoggerContext();
    logger = logging.getLogger("access");
    logger.setLevel(Level.INFO);
    Appender appender = new Appender();
    appender.setContext(logging);
    appender.start();
    logger.addAppender(appender);
    tracing =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder().addSpanProcessor(new Processor()).build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
  }

  /** Returns Backstop's middleware that tells a signal here. */
  public Middleware middleware(Signal signal) {
    return switch (signal) {
      case LOG_LINE -> AccessLog.builder().logger(logger).build();
      case SPAN -> Tracing.create(tracing);
      case TIMING -> Metrics.create(meters);
    };
  }

  /**
   * Returns a Backstop that tells these signals here, in this order, and to which more is added.
   */
  public BackstopBuilder backstop(Signal... signals) {
    BackstopBuilder builder = Backstop.builder();
    for (Signal signal : signals) {
      builder.use(middleware(signal));
    }
    return builder;
  }

  public Logger logger() {
    return logger;
  }

  public OpenTelemetry tracing() {
    return tracing;
  }

  public MeterRegistry meters() {
    return meters;
  }

  /** Counts what is told elsewhere too: not every peer can write to the backends of this one. */
  public void countAlso(Signal signal, LongSupplier told) {
    elsewhere.put(signal, told);
  }

  /** Returns how often a signal has been told. */
  public long count(Signal signal) {
    long here =
        switch (signal) {
          case LOG_LINE -> lines.sum();
          case SPAN -> spans.sum();
          case TIMING -> timings();
        };
    LongSupplier more = elsewhere.get(signal);
    return more == null ? here : here + more.getAsLong();
  }

  // A binding may have more timers, as Jetty's has one for dispatches and ours one for cleanups.
  private long timings() {
    Map<String, Long> counts = new HashMap<>();
    for (Meter meter : meters.getMeters()) {
      if (meter instanceof Timer timer && meter.getId().getName().endsWith("requests")) {
        counts.merge(meter.getId().getName(), timer.count(), Long::sum);
      }
    }
    return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      if (!event.getFormattedMessage().isEmpty()) {
        lines.increment();
      }
    }
  }

  private final class Processor implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.increment();
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
