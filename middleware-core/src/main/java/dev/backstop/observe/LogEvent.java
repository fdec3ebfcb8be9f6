package dev.backstop.observe;

import dev.backstop.outcome.Untrusted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One event with its key-values; what has no value is left out. A logger that takes whole events is
 * given this one, as SLF4J's own builder gives it its own: that one grows its list three times for
 * ten key-values, and costs twice as much. Any other logger gets it through the fluent API.
 */
final class LogEvent implements LoggingEvent {
  private final Logger logger;
  private final Level level;
  private final List<KeyValuePair> pairs = new ArrayList<>(); // room for ten
  private @Nullable Throwable cause;
  private String message = "";

  LogEvent(Logger logger, Level level) {
    this.logger = logger;
    this.level = level;
  }

  /** Adds a value that is ours, or has been cleaned. */
  void add(String key, @Nullable Object value) {
    if (value != null) {
      pairs.add(new KeyValuePair(key, value));
    }
  }

  /** Adds text that is not ours. */
  void addCleaned(String key, @Nullable String text) {
    if (text != null) {
      pairs.add(new KeyValuePair(key, Untrusted.clean(text)));
    }
  }

  void cause(Throwable error) {
    cause = error;
  }

  void log(String text) {
    message = text;
    if (logger instanceof LoggingEventAware aware) {
      aware.log(this);
      return;
    }
    LoggingEventBuilder builder = logger.atLevel(level);
    for (KeyValuePair pair : pairs) {
      builder = builder.addKeyValue(pair.key, pair.value);
    }
    (cause == null ? builder : builder.setCause(cause)).log(text);
  }

  @Override
  public Level getLevel() {
    return level;
  }

  @Override
  public String getLoggerName() {
    return logger.getName();
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public List<KeyValuePair> getKeyValuePairs() {
    return pairs;
  }

  @Override
  public @Nullable Throwable getThrowable() {
    return cause;
  }

  @Override
  public long getTimeStamp() {
    return System.currentTimeMillis();
  }

  @Override
  public String getThreadName() {
    return Thread.currentThread().getName();
  }

  @Override
  public @Nullable List<Object> getArguments() {
    return null;
  }

  @Override
  public Object @Nullable [] getArgumentArray() {
    return null;
  }

  @Override
  public @Nullable List<Marker> getMarkers() {
    return null;
  }
}
