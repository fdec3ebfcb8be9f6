package dev.backstop.pitfall;

import org.slf4j.LoggerFactory;

/** Is told of each pitfall, on the thread on which it was caught. What it throws is dropped. */
@FunctionalInterface
public interface PitfallListener {
  /**
   * A pitfall was caught.
   *
   * @param pitfall what was caught, with the exchange and, where it is known, the line of code
   */
  void onPitfall(Pitfall pitfall);

  /**
   * {@return a listener that logs a warning for each kind and line of code, to the logger {@code
   * dev.backstop.pitfall}} What happens there again is counted, exactly, and the count is logged at
   * 10, 100 and so on, and otherwise at most once a minute.
   */
  static PitfallListener logging() {
    return new LoggedPitfalls(LoggerFactory.getLogger("dev.backstop.pitfall"), System::nanoTime);
  }
}
