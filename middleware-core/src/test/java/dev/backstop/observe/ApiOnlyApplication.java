package dev.backstop.observe;

import dev.backstop.Backstop;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application whose OpenTelemetry is none of the SDK's, which is not on its class path: run by
 * {@link TracingClassPathTest} in a virtual machine of its own. It prints each span that ended.
 */
final class ApiOnlyApplication {
  private static final List<Told> ENDED = new ArrayList<>();

  private ApiOnlyApplication() {}

  public static void main(String[] arguments) {
    try {
      Class.forName("io.opentelemetry.sdk.trace.ReadableSpan");
      throw new AssertionError("the SDK is on the class path");
    } catch (ClassNotFoundException expected) {
      // that is what this is about
    }
    Backstop backstop =
        Backstop.builder()
            .use(Tracing.builder(new Api()).cleanupSpans(CleanupSpans.ALL).build())
            .build();
    new Sent()
        .to(
            backstop,
            exchange -> {
              exchange.cleanups().register("second", outcome -> Integer.parseInt("x"));
              exchange.cleanups().register("first", outcome -> Thread.sleep(20)); // it takes that
            },
            200);
    for (Told span : ENDED) {
      System.out.println(
          span.name + " " + span.status + " " + span.start + " " + span.end + " " + span.parent);
    }
  }

  private static final class Api implements OpenTelemetry {
    @Override
    public TracerProvider getTracerProvider() {
      return new TracerProvider() {
        @Override
        public Tracer get(String scope) {
          return Building::new;
        }

        @Override
        public Tracer get(String scope, String version) {
          return Building::new;
        }

        @Override
        public TracerBuilder tracerBuilder(String scope) {
          return new Named();
        }
      };
    }

    @Override
    public ContextPropagators getPropagators() {
      return ContextPropagators.noop();
    }
  }

  private static final class Named implements TracerBuilder {
    @Override
    public TracerBuilder setSchemaUrl(String url) {
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(String version) {
      return this;
    }

    @Override
    public Tracer build() {
      return Building::new;
    }
  }

  private static final class Building implements SpanBuilder {
    private final Told told;

    Building(String name) {
      told = new Told(name);
    }

    @Override
    public Span startSpan() {
      told.start = told.start == 0 ? Told.now() : told.start;
      return told;
    }

    @Override
    public SpanBuilder setParent(Context context) {
      told.parent = Span.fromContext(context) instanceof Told above ? above.name : "";
      return this;
    }

    @Override
    public SpanBuilder setNoParent() {
      return this;
    }

    @Override
    public SpanBuilder addLink(SpanContext context) {
      return this;
    }

    @Override
    public SpanBuilder addLink(SpanContext context, Attributes attributes) {
      return this;
    }

    @Override
    public SpanBuilder setAttribute(String key, String value) {
      return this;
    }

    @Override
    public SpanBuilder setAttribute(String key, long value) {
      return this;
    }

    @Override
    public SpanBuilder setAttribute(String key, double value) {
      return this;
    }

    @Override
    public SpanBuilder setAttribute(String key, boolean value) {
      return this;
    }

    @Override
    public <T> SpanBuilder setAttribute(AttributeKey<T> key, T value) {
      return this;
    }

    @Override
    public SpanBuilder setSpanKind(SpanKind kind) {
      return this;
    }

    @Override
    public SpanBuilder setStartTimestamp(long timestamp, TimeUnit unit) {
      told.start = unit.toNanos(timestamp);
      return this;
    }
  }

  private static final class Told implements Span {
    private final String name;
    private String parent = "";
    private long start;
    private long end;
    private StatusCode status = StatusCode.UNSET;

    Told(String name) {
      this.name = name;
    }

    static long now() {
      Instant now = Instant.now();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public <T> Span setAttribute(AttributeKey<T> key, T value) {
      return this;
    }

    @Override
    public Span addEvent(String event, Attributes attributes) {
      return this;
    }

    @Override
    public Span addEvent(String event, Attributes attributes, long timestamp, TimeUnit unit) {
      return this;
    }

    @Override
    public Span setStatus(StatusCode code, String description) {
      status = code;
      return this;
    }

    @Override
    public Span recordException(Throwable exception, Attributes attributes) {
      return this;
    }

    @Override
    public Span updateName(String other) {
      return this;
    }

    @Override
    public void end() {
      end = now();
      ENDED.add(this);
    }

    @Override
    public void end(long timestamp, TimeUnit unit) {
      end = unit.toNanos(timestamp);
      ENDED.add(this);
    }

    @Override
    public SpanContext getSpanContext() {
      return SpanContext.create(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getSampled(),
          TraceState.getDefault());
    }

    @Override
    public boolean isRecording() {
      return end == 0;
    }
  }
}
