package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One exchange's eye on the MDC. It is itself what a dispatch closes that began with an empty MDC,
 * which is the usual one and needs no copy.
 */
final class LoggingContextWatch implements Watch, AutoCloseable {
  private final Exchange exchange;

  LoggingContextWatch(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public AutoCloseable enter(DispatcherType type) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    return before == null || before.isEmpty() ? this : () -> leave(before);
  }

  /** Leaves a dispatch that began with an empty MDC. */
  @Override
  public void close() {
    leave(Map.of());
  }

  private void leave(Map<String, @Nullable String> before) {
    Map<String, @Nullable String> copy = MDC.getCopyOfContextMap();
    Map<String, @Nullable String> after = copy == null ? Map.of() : copy;
    if (after.equals(before)) {
      if (copy != null && before.isEmpty()) {
        MDC.clear(); // Logback copies an empty map, and does not copy one that is not there
      }
      return;
    }
    if (before.isEmpty()) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
    report(PitfallKind.MDC_LEFT_BEHIND, keysOf(after, before, false));
    report(PitfallKind.MDC_REMOVED, keysOf(before, after, true));
  }

  /** Returns the keys of one map that the other does not have, or, if asked, has otherwise. */
  private static String keysOf(
      Map<String, @Nullable String> one, Map<String, @Nullable String> other, boolean orOtherwise) {
    StringJoiner keys = new StringJoiner(", ");
    for (String key : new TreeSet<>(one.keySet())) {
      if (!other.containsKey(key)
          || (orOtherwise && !Objects.equals(one.get(key), other.get(key)))) {
        keys.add(Untrusted.clean(key));
      }
    }
    return keys.toString();
  }

  private void report(PitfallKind kind, String keys) {
    if (!keys.isEmpty()) {
      exchange.report(kind, keys, siteOf(exchange.servletClass()), null);
    }
  }

  private static @Nullable StackTraceElement siteOf(@Nullable String servlet) {
    return servlet == null ? null : new StackTraceElement(servlet, "service", null, -1);
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    // The end is on no dispatch's thread.
  }
}
