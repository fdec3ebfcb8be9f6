package dev.backstop.completion;

import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: where a container package opens exchanges and finds those that are
 * open.
 */
public interface Exchanges {
  /**
   * The request attribute that holds the innermost exchange of a request, unless the container's
   * package keeps that in a cheaper place, as Jetty's does.
   */
  String ATTRIBUTE = "dev.backstop.Exchange";

  /**
   * {@return our exchange of a request, given the value of {@link #ATTRIBUTE}, or null}
   *
   * @param attribute of any type, or null
   */
  @Nullable OpenExchange find(@Nullable Object attribute);

  /**
   * Opens an exchange that a container's signal will end, and starts the middleware. The caller
   * puts it into {@link #ATTRIBUTE}, or into that place.
   *
   * @param head the request as it was sent
   * @param outer what was there before: the exchange of another Backstop, or null
   * @param home whose stop ends it
   * @return the exchange, open
   */
  OpenExchange open(RequestHead head, @Nullable Object outer, Object home);

  /**
   * Something that opens exchanges here has started; keeps the watchdog running.
   *
   * @param home what {@link #open} is given as its home
   */
  void started(Object home);

  /**
   * It has stopped: what it opened and is still open ends now.
   *
   * @param home as it was started
   */
  void stopped(Object home);
}
