package dev.backstop.example;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hears all that is logged, until it is closed. */
final class Ear extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> heard = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  Ear() {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  List<ILoggingEvent> heard() {
    return heard;
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    heard.add(event);
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
