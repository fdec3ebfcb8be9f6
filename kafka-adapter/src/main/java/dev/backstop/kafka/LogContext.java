package dev.backstop.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The log fields of one unit: the MDC of each thread that works for it, while it does.
 *
 * <p>Thread-safe.
 */
final class LogContext {
  private volatile Map<String, String> fields;

  LogContext(TopicPartition partition, long offset, @Nullable String traceId) {
    Map<String, String> first = new LinkedHashMap<>();
    first.put("kafka.topic", partition.topic());
    first.put("kafka.partition", Integer.toString(partition.partition()));
    first.put("kafka.offset", Long.toString(offset));
    if (traceId != null) {
      first.put("trace_id", traceId);
    }
    this.fields = first;
  }

  /** Sets one, or with null takes it back, on this thread and on those that enter later. */
  synchronized void set(String key, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    if (value == null) {
      changed.remove(key);
      MDC.remove(key);
    } else {
      changed.put(key, value);
      MDC.put(key, value);
    }
    fields = changed;
  }

  /** Takes in what this thread has now: cleanups log with what the handler put. */
  synchronized void capture() {
    Map<String, String> mdc = MDC.getCopyOfContextMap();
    if (mdc != null && !mdc.equals(fields)) {
      mdc.values().removeIf(value -> value == null);
      fields = mdc;
    }
  }

  /** Makes them the MDC of this thread; what is closed gives it back exactly as it was. */
  AutoCloseable enter() {
    Map<String, String> before = MDC.getCopyOfContextMap();
    MDC.setContextMap(fields);
    return () -> {
      if (before == null || before.isEmpty()) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    };
  }
}
