package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.matchers.Matchers;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must be ended once it has begun: the types of each kind, what starts one and what ends it.
 * The one table behind the must-end rules.
 */
@SuppressWarnings("ImmutableEnumChecker") // unmodifiable lists, and matchers without state
enum Protocol {
  SPAN(
      "span",
      "end it",
      "ended",
      List.of(
          "io.opentelemetry.api.trace.Span",
          "io.opentelemetry.trace.Span",
          "brave.Span",
          "brave.ScopedSpan",
          "io.opentracing.Span",
          "io.micrometer.tracing.Span",
          "io.micrometer.tracing.ScopedSpan",
          "org.springframework.cloud.sleuth.Span",
          "org.springframework.cloud.sleuth.ScopedSpan",
          "io.opencensus.trace.Span"),
      Set.of("end", "finish", "abandon", "flush"),
      anyOf(
          methods(
              "startSpan",
              "io.opentelemetry.api.trace.SpanBuilder",
              "io.opentelemetry.trace.Span.Builder",
              "io.opencensus.trace.SpanBuilder"),
          methods(
              "start",
              "io.opentracing.Tracer.SpanBuilder",
              "io.micrometer.tracing.Span.Builder",
              "org.springframework.cloud.sleuth.Span.Builder"),
          methods("startManual", "io.opentracing.Tracer.SpanBuilder"),
          methods(
              "startScopedSpan",
              "brave.Tracer",
              "io.micrometer.tracing.Tracer",
              "org.springframework.cloud.sleuth.Tracer"),
          methods("startScopedSpanWithParent", "brave.Tracer")),
      methods(
          "start",
          "brave.Span",
          "io.micrometer.tracing.Span",
          "org.springframework.cloud.sleuth.Span")),

  SCOPE(
      "scope",
      "close it",
      "closed",
      List.of(
          "io.opentelemetry.context.Scope",
          "io.micrometer.observation.Observation.Scope",
          "brave.Tracer.SpanInScope",
          "brave.propagation.CurrentTraceContext.Scope",
          "io.micrometer.tracing.Tracer.SpanInScope",
          "io.micrometer.tracing.CurrentTraceContext.Scope",
          "io.micrometer.tracing.BaggageInScope",
          "io.micrometer.context.ContextSnapshot.Scope",
          "io.opentracing.Scope",
          "io.opencensus.common.Scope",
          "org.springframework.cloud.sleuth.Tracer.SpanInScope",
          "org.springframework.cloud.sleuth.CurrentTraceContext.Scope",
          "org.slf4j.MDC.MDCCloseable",
          "org.apache.logging.log4j.CloseableThreadContext.Instance"),
      Set.of("close"),
      anyOf(
          methods(
              "makeCurrent",
              "io.opentelemetry.context.ImplicitContextKeyed",
              "io.opentelemetry.context.Context",
              "io.opentelemetry.api.trace.Span",
              "io.micrometer.tracing.Baggage",
              "io.micrometer.tracing.BaggageInScope"),
          methods("attach", "io.opentelemetry.context.ContextStorage"),
          methods("openScope", "io.micrometer.observation.Observation"),
          methods("withSpanInScope", "brave.Tracer"),
          methods(
              Set.of("newScope", "maybeScope"),
              "brave.propagation.CurrentTraceContext",
              "io.micrometer.tracing.CurrentTraceContext",
              "org.springframework.cloud.sleuth.CurrentTraceContext"),
          methods(
              "withSpan",
              "io.micrometer.tracing.Tracer",
              "org.springframework.cloud.sleuth.Tracer",
              "io.opentelemetry.trace.Tracer",
              "io.opencensus.trace.Tracer"),
          methods("createBaggageInScope", "io.micrometer.tracing.BaggageManager"),
          methods("activate", "io.opentracing.ScopeManager"),
          methods("activateSpan", "io.opentracing.Tracer"),
          methods("startActive", "io.opentracing.Tracer.SpanBuilder"),
          methods("startScopedSpan", "io.opencensus.trace.SpanBuilder"),
          methods("setThreadLocals", "io.micrometer.context.ContextSnapshot"),
          methods("setThreadLocalsFrom", "io.micrometer.context.ContextSnapshotFactory"),
          staticMethod()
              .onClass("io.micrometer.context.ContextSnapshot")
              .namedAnyOf("setAllThreadLocalsFrom", "setThreadLocalsFrom"),
          staticMethod().onClass("org.slf4j.MDC").named("putCloseable"),
          staticMethod()
              .onClass("org.apache.logging.log4j.CloseableThreadContext")
              .namedAnyOf("put", "putAll", "push", "pushAll")),
      Matchers.nothing()),

  OBSERVATION(
      "observation",
      "stop it",
      "stopped",
      List.of("io.micrometer.observation.Observation"),
      Set.of("stop", "observe", "observeChecked"),
      anyOf(
          staticMethod().onClass("io.micrometer.observation.Observation").named("start"),
          methods("start", "io.micrometer.observation.docs.ObservationDocumentation")),
      methods("start", "io.micrometer.observation.Observation")),

  TIMER(
      "timer sample",
      "stop it",
      "stopped",
      List.of(
          "io.micrometer.core.instrument.Timer.Sample",
          "io.micrometer.core.instrument.LongTaskTimer.Sample",
          "io.prometheus.client.Histogram.Timer",
          "io.prometheus.client.Summary.Timer",
          "io.prometheus.client.Gauge.Timer",
          "io.prometheus.metrics.core.datapoints.Timer"),
      Set.of("stop", "observeDuration", "setDuration", "close"),
      anyOf(
          staticMethod().onClass("io.micrometer.core.instrument.Timer").named("start"),
          methods("start", "io.micrometer.core.instrument.LongTaskTimer"),
          instanceMethod()
              .onDescendantOfAny(
                  "io.prometheus.client.Histogram",
                  "io.prometheus.client.Summary",
                  "io.prometheus.client.Gauge",
                  "io.prometheus.client.Histogram.Child",
                  "io.prometheus.client.Summary.Child",
                  "io.prometheus.client.Gauge.Child",
                  "io.prometheus.metrics.core.datapoints.TimerApi")
              .named("startTimer")),
      Matchers.nothing());

  /** Looked at before the types are, for speed: nothing else starts something. */
  private static final Set<String> STARTS =
      Set.of(
          "startSpan",
          "start",
          "startManual",
          "startScopedSpan",
          "startScopedSpanWithParent",
          "makeCurrent",
          "attach",
          "openScope",
          "withSpanInScope",
          "newScope",
          "maybeScope",
          "withSpan",
          "createBaggageInScope",
          "activate",
          "activateSpan",
          "startActive",
          "setThreadLocals",
          "setThreadLocalsFrom",
          "setAllThreadLocalsFrom",
          "putCloseable",
          "put",
          "putAll",
          "push",
          "pushAll",
          "startTimer");

  private final String noun;
  private final String end;
  private final String ended;
  private final List<Supplier<Type>> types;
  private final Set<String> ends;
  private final Matcher<ExpressionTree> creates;
  private final Matcher<ExpressionTree> startsReceiver;

  Protocol(
      String noun,
      String end,
      String ended,
      List<String> types,
      Set<String> ends,
      Matcher<ExpressionTree> creates,
      Matcher<ExpressionTree> startsReceiver) {
    this.noun = noun;
    this.end = end;
    this.ended = ended;
    this.types = types.stream().map(Suppliers::typeFromString).toList();
    this.ends = ends;
    this.creates = creates;
    this.startsReceiver = startsReceiver;
  }

  /** Returns what the call starts, if anything. */
  static @Nullable Protocol startedBy(MethodInvocationTree call, VisitorState state) {
    if (mayStart(call)) {
      for (Protocol protocol : values()) {
        if (protocol.isStartedBy(call, state)) {
          return protocol;
        }
      }
    }
    return Ownership.isOwningResult(call, state) ? ofType(ASTHelpers.getType(call), state) : null;
  }

  private boolean isStartedBy(MethodInvocationTree call, VisitorState state) {
    return creates.matches(call, state)
        ? isOf(ASTHelpers.getType(call), state)
        : startsReceiver.matches(call, state)
            && isOf(ASTHelpers.getReceiverType(call.getMethodSelect()), state);
  }

  /** Returns whether the call has the name of one that starts something. */
  static boolean mayStart(MethodInvocationTree call) {
    return STARTS.contains(Calls.name(call));
  }

  /** Returns the kind of thing that a type is, if any. */
  static @Nullable Protocol ofType(@Nullable Type type, VisitorState state) {
    return Stream.of(values()).filter(p -> p.isOf(type, state)).findFirst().orElse(null);
  }

  /** Returns what one is called. */
  String noun() {
    return noun;
  }

  /** Returns what one does to end one: "close it". */
  String end() {
    return end;
  }

  /** Returns what it is then: "closed". */
  String ended() {
    return ended;
  }

  boolean isOf(@Nullable Type type, VisitorState state) {
    return Subtypes.isAny(type, types, state);
  }

  /** Returns whether the call starts what it is called on, and not something new. */
  boolean startsItsReceiver(ExpressionTree call, VisitorState state) {
    return startsReceiver.matches(call, state);
  }

  boolean isEnd(String method) {
    return ends.contains(method);
  }

  private static Matcher<ExpressionTree> methods(String name, String... types) {
    return methods(Set.of(name), types);
  }

  private static Matcher<ExpressionTree> methods(Set<String> names, String... types) {
    return instanceMethod().onDescendantOfAny(types).namedAnyOf(names);
  }
}
