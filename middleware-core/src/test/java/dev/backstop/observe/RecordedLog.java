package dev.backstop.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What one real Logback logger was given to write. */
final class RecordedLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  RecordedLog(String name) {
    logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  Logger logger() {
    return logger;
  }

  List<ILoggingEvent> events() {
    synchronized (appender) {
      return List.copyOf(appender.list);
    }
  }

  ILoggingEvent only() {
    List<ILoggingEvent> events = events();
    if (events.size() != 1) {
      throw new AssertionError("expected one event, found " + events);
    }
    return events.get(0);
  }

  /** Returns the key-values of the one event. */
  Map<String, Object> values() {
    return valuesOf(only());
  }

  static Map<String, Object> valuesOf(ILoggingEvent event) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (KeyValuePair pair : event.getKeyValuePairs()) {
      if (values.put(pair.key, pair.value) != null) {
        throw new AssertionError("key " + pair.key + " stands twice in " + event);
      }
    }
    return values;
  }

  /** Returns the one event as a text file would hold it, stack trace and all. */
  String written() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(logger.getLoggerContext());
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%level %logger %msg %kvp%n%ex");
    encoder.start();
    return new String(encoder.encode(only()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
