package dev.backstop.it.peers;

import dev.backstop.harness.contract.UnjudgedExchange;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that is over.
 *
 * @param wire the status that the client read; 0 for no status line
 * @param escaped the simple class name of the exception that escaped, or null
 * @param lastActionNanos when the application did its last action
 */
record Played(String path, int wire, @Nullable String escaped, long lastActionNanos) {
  static Played of(UnjudgedExchange exchange) {
    return new Played(
        exchange.path(),
        exchange.answer().status(),
        exchange.escaped(),
        exchange.lastActionNanos());
  }
}
