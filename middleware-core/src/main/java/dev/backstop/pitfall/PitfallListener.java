package dev.backstop.pitfall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is told of each pitfall, on the thread on which it was caught. What it throws is dropped. */
@FunctionalInterface
public interface PitfallListener {
  /** A pitfall was caught. */
  void onPitfall(Pitfall pitfall);

  /** Returns a listener that logs a warning for each. */
  static PitfallListener logging() {
    Logger logger = LoggerFactory.getLogger("dev.backstop.pitfall");
    return pitfall ->
        logger
            .atWarn()
            .addKeyValue("pitfall", pitfall.kind().id())
            .setCause(pitfall.cause())
            .log(pitfall.message());
  }
}
