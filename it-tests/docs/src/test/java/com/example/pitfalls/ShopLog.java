package com.example.pitfalls;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the logger {@code shop} wrote, each line with the logging context that it was given. */
final class ShopLog extends AppenderBase<ILoggingEvent>
    implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger = (Logger) LoggerFactory.getLogger("shop");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Returns the lines, such as {@code "order placed {user=anna}"}. */
  List<String> lines() {
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage() + " " + new TreeMap<>(event.getMDCPropertyMap()));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    start();
    logger.addAppender(this);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.detachAppender(this);
    stop();
  }
}
