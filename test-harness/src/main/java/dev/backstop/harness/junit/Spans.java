package dev.backstop.harness.junit;

import dev.backstop.outcome.ErrorClassifier;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The spans that were started, and those of them that have ended.
 *
 * <p>Thread-safe.
 */
final class Spans implements SpanProcessor {
  private final Consumer<String> serverSpanEnds;
  private final Map<String, String> open = new LinkedHashMap<>(); // by span id
  private final List<SpanData> ended = new ArrayList<>();

  /**
   * @param serverSpanEnds is told the id of each server span, on the thread that ends it
   */
  Spans(Consumer<String> serverSpanEnds) {
    this.serverSpanEnds = serverSpanEnds;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    String description =
        span.getName()
            + StackWalker.getInstance()
                .walk(
                    frames ->
                        frames
                            .filter(frame -> isApplication(frame.getClassName()))
                            .findFirst()
                            .map(frame -> ", started at " + frame.toStackTraceElement())
                            .orElse(""));
    synchronized (this) {
      open.put(span.getSpanContext().getSpanId(), description);
    }
  }

  private static boolean isApplication(String className) {
    return ErrorClassifier.isApplication(className)
        && !className.startsWith("io.opentelemetry.")
        && !className.startsWith(Spans.class.getName());
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    String id = span.getSpanContext().getSpanId();
    synchronized (this) {
      open.remove(id);
      ended.add(span.toSpanData());
    }
    if (span.getKind() == SpanKind.SERVER) {
      serverSpanEnds.accept(id);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** Returns name and place of each span that has not ended. */
  synchronized List<String> open() {
    return List.copyOf(open.values());
  }

  /** Returns the spans that have ended and are a span or below it, in the order of their end. */
  synchronized List<SpanData> below(String root) {
    Set<String> family = new HashSet<>(Set.of(root));
    boolean grown = true;
    while (grown) { // children end before their parents, or after them
      grown = false;
      for (SpanData span : ended) {
        grown |= family.contains(span.getParentSpanId()) && family.add(span.getSpanId());
      }
    }
    return ended.stream().filter(span -> family.contains(span.getSpanId())).toList();
  }

  synchronized void clear() {
    open.clear();
    ended.clear();
  }
}
