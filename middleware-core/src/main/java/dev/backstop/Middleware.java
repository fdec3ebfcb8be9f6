package dev.backstop;

/**
 * A part that watches every exchange, such as an access log, a timer or a tracer. One instance
 * serves all exchanges.
 *
 * <p>Implementations are thread-safe. What they throw is reported and costs neither the request nor
 * the other middleware anything.
 */
@FunctionalInterface
public interface Middleware {
  /** Begins to watch an exchange; called once for each, when it is opened. */
  Watch start(Exchange exchange);

  /** Returns when it starts; the default is {@link Stage#OBSERVER}. */
  default Stage stage() {
    return Stage.OBSERVER;
  }

  /** Returns what reports call it; the default is the simple name of the class. */
  default String name() {
    return getClass().getSimpleName();
  }
}
