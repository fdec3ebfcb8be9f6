package dev.backstop.observe;

import dev.backstop.outcome.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/** One event that is being built; what has no value is left out. */
final class LogEvent {
  private LoggingEventBuilder builder;

  LogEvent(LoggingEventBuilder builder) {
    this.builder = builder;
  }

  /** Adds a value that is ours, or has been cleaned. */
  void add(String key, @Nullable Object value) {
    if (value != null) {
      builder = builder.addKeyValue(key, value);
    }
  }

  /** Adds text that is not ours. */
  void addCleaned(String key, @Nullable String text) {
    if (text != null) {
      builder = builder.addKeyValue(key, Untrusted.clean(text));
    }
  }

  void cause(Throwable error) {
    builder = builder.setCause(LoggedError.of(error));
  }

  void log(String message) {
    builder.log(message);
  }
}
