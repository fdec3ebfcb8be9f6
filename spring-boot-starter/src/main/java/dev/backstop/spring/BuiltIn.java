package dev.backstop.spring;

import dev.backstop.Middleware;
import java.util.function.Function;

/**
 * A middleware of Backstop's own that the starter uses unless the application has one of that type.
 * As a bean it has a name with dots: {@code backstopMetrics} is what an application calls its own.
 *
 * @param type the application's own of this type replaces it
 * @param records whether what it records goes anywhere
 * @param maker called once, and not at all where it is replaced
 */
record BuiltIn(
    Class<? extends Middleware> type,
    boolean records,
    Function<ServerObservation, Middleware> maker) {

  BuiltIn(Class<? extends Middleware> type, Function<ServerObservation, Middleware> maker) {
    this(type, true, maker);
  }
}
