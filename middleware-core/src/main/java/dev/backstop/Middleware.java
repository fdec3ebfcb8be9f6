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
  /**
   * Begins to watch an exchange; called once for each, when it is opened.
   *
   * @param exchange open until {@link Watch#end}
   * @return what is told about this exchange, and no other; never null
   */
  Watch start(Exchange exchange);

  /** {@return when it starts; the default is {@link Stage#OBSERVER}} */
  default Stage stage() {
    return Stage.OBSERVER;
  }

  /**
   * {@return whether it watches nothing at all: asked once, when a Backstop is built, which then
   * leaves it out, so that it costs a request nothing}
   */
  default boolean isOff() {
    return false;
  }

  /**
   * {@return whether it reads how long each cleanup of the application took: asked once, when a
   * Backstop is built} It costs every cleanup two clock reads; the default is false.
   */
  default boolean timesCleanups() {
    return false;
  }

  /**
   * {@return whether it is told of each cleanup while it runs, by {@link Watch#enterCleanup}: asked
   * once, when a Backstop is built} The default is false.
   */
  default boolean followsCleanups() {
    return false;
  }

  /**
   * {@return whether it reads how long the answer took to go out, {@link Exchange#sendingNanos}:
   * asked once, when a Backstop is built} It costs every write of a response two clock reads; the
   * default is false.
   */
  default boolean timesWrites() {
    return false;
  }

  /**
   * {@return what reports and log lines call it, never blank; the default is the simple name of the
   * class, for a lambda or an anonymous class that of the outermost class around it}
   */
  default String name() {
    Class<?> type = getClass();
    boolean isNamed = !type.isHidden() && !type.isAnonymousClass();
    return isNamed ? type.getSimpleName() : type.getNestHost().getSimpleName();
  }
}
