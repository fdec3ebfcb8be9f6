package dev.backstop.checks;

import static com.google.errorprone.matchers.Matchers.anyOf;
import static com.google.errorprone.matchers.method.MethodMatchers.instanceMethod;
import static com.google.errorprone.matchers.method.MethodMatchers.staticMethod;

import com.google.errorprone.VisitorState;
import com.google.errorprone.matchers.Matcher;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a span is, to each tracer, and how an error is recorded on it. */
final class SpanCode {
  private static final List<Supplier<Type>> SPANS =
      List.of(
              "io.opentelemetry.api.trace.Span",
              "brave.Span",
              "brave.ScopedSpan",
              "io.opentracing.Span",
              "io.micrometer.tracing.Span",
              "io.micrometer.tracing.ScopedSpan",
              "io.micrometer.observation.Observation",
              "org.springframework.cloud.sleuth.Span",
              "org.springframework.cloud.sleuth.ScopedSpan",
              "io.opencensus.trace.Span")
          .stream()
          .map(Suppliers::typeFromString)
          .toList();

  private static final Matcher<ExpressionTree> CURRENT =
      anyOf(
          staticMethod()
              .onClass("io.opentelemetry.api.trace.Span")
              .namedAnyOf("current", "fromContext"),
          instanceMethod()
              .onDescendantOfAny(
                  "brave.Tracer", "io.micrometer.tracing.Tracer", "io.opentracing.Tracer")
              .namedAnyOf("currentSpan", "activeSpan"),
          instanceMethod()
              .onDescendantOf("io.micrometer.observation.ObservationRegistry")
              .named("getCurrentObservation"));

  private static final Set<String> ENDS = Set.of("end", "finish", "stop");

  private static final Set<String> RECORDS =
      Set.of("recordException", "setStatus", "error", "log", "event");

  private static final Set<String> TAGS =
      Set.of("setTag", "tag", "setAttribute", "annotate", "addEvent", "lowCardinalityKeyValue");

  private SpanCode() {}

  static boolean isSpan(@Nullable Type type, VisitorState state) {
    return Subtypes.isAny(type, SPANS, state);
  }

  /** Returns whether the call asks for the span that is current on the thread. */
  static boolean isCurrent(MethodInvocationTree call, VisitorState state) {
    return CURRENT.matches(call, state);
  }

  /** Returns whether the call ends a span. */
  static boolean isEnd(MethodInvocationTree call, VisitorState state) {
    return ENDS.contains(Calls.name(call)) && isOnSpan(call, state);
  }

  /** Returns whether the call says on a span that something failed. */
  static boolean recordsError(MethodInvocationTree call, VisitorState state) {
    return isOnSpan(call, state)
        && (RECORDS.contains(Calls.name(call))
            || (TAGS.contains(Calls.name(call)) && namesError(call)));
  }

  private static boolean namesError(MethodInvocationTree call) {
    return call.getArguments().stream()
        .map(argument -> argument.toString().toLowerCase(Locale.ROOT))
        .anyMatch(
            argument ->
                argument.contains("error")
                    || argument.contains("exception")
                    || argument.contains("fail"));
  }

  private static boolean isOnSpan(MethodInvocationTree call, VisitorState state) {
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    return receiver != null && isSpan(ASTHelpers.getType(receiver), state);
  }
}
