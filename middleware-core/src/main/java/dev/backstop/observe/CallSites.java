package dev.backstop.observe;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.pitfall.PitfallLevel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the application's line of code on the stack, and decides in which exchanges that is worth
 * its cost.
 *
 * <p>Thread-safe.
 */
final class CallSites {
  private static final int ONE_IN = 128; // a power of two
  private static final String[] INSTRUMENTS = {
    "io.opentelemetry.", "io.micrometer.", "org.slf4j.", "ch.qos.logback."
  };

  private final PitfallLevel level;
  private final AtomicInteger exchanges = new AtomicInteger();

  CallSites(PitfallLevel level) {
    this.level = level;
  }

  boolean isOff() {
    return level == PitfallLevel.OFF;
  }

  /** Returns whether the next exchange's openers are to be known; the first one's are. */
  boolean next() {
    return level == PitfallLevel.EVERY
        || (level == PitfallLevel.SAMPLED && (exchanges.getAndIncrement() & (ONE_IN - 1)) == 0);
  }

  /** Returns the application's innermost line of code on this thread, or null. */
  static @Nullable StackTraceElement here() {
    return ErrorClassifier.callSite(CallSites::isApplication);
  }

  private static boolean isApplication(String className) {
    for (String library : INSTRUMENTS) {
      if (className.startsWith(library)) {
        return false;
      }
    }
    return ErrorClassifier.isApplication(className);
  }
}
