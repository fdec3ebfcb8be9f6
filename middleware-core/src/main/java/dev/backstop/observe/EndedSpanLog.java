package dev.backstop.observe;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the one place where OpenTelemetry's SDK says that a span was changed after its end: a
 * log record of level {@code FINE}, made on the thread of the change. What is logged stays as it
 * was.
 *
 * <p>Thread-safe.
 */
final class EndedSpanLog implements Filter, SpanLedger.EndedSpanWatch {
  private static final Logger LOGGER = Logger.getLogger("io.opentelemetry.sdk.trace.SdkSpan");
  private static final String BEGINS = "Calling ";
  private static final String ENDS = " on an ended Span.";

  private final ContextKey<OpenSpans> key;
  private final @Nullable Filter filterBefore = LOGGER.getFilter();
  private final @Nullable Level levelBefore = LOGGER.getLevel();
  private final Level logged = effectiveLevel();
  private volatile boolean closed;

  private EndedSpanLog(ContextKey<OpenSpans> key) {
    this.key = key;
  }

  static EndedSpanLog listen(ContextKey<OpenSpans> key) {
    EndedSpanLog log = new EndedSpanLog(key);
    if (!LOGGER.isLoggable(Level.FINE)) {
      LOGGER.setLevel(Level.FINE);
    }
    LOGGER.setFilter(log);
    return log;
  }

  private static Level effectiveLevel() {
    for (Logger logger = LOGGER; logger != null; logger = logger.getParent()) {
      Level level = logger.getLevel();
      if (level != null) {
        return level;
      }
    }
    return Level.INFO;
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    String message = record.getMessage();
    if (!closed && message != null && message.startsWith(BEGINS) && message.endsWith(ENDS)) {
      OpenSpans spans = Context.current().get(key);
      if (spans != null) {
        spans.changedAfterEnd(message.substring(BEGINS.length(), message.length() - ENDS.length()));
      }
    }
    return record.getLevel().intValue() >= logged.intValue()
        && (filterBefore == null || filterBefore.isLoggable(record));
  }

  /** Stops; where another listens since, this one only falls silent. */
  @Override
  public void close() {
    closed = true;
    if (LOGGER.getFilter() == this) {
      LOGGER.setFilter(filterBefore);
      LOGGER.setLevel(levelBefore);
    }
  }
}
