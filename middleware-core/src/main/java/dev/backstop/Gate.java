package dev.backstop;

import dev.backstop.problem.Problem;
import java.util.Optional;

/**
 * Refuses requests before the application sees them: one without a credential, one too many. Called
 * once for an exchange, on the thread of its first dispatch, with the exchange's span current.
 *
 * <p>A gate that throws has not let the request pass: what it throws goes the way of an error of
 * the application, to its mapper or to the container. Thread-safe, since it serves all exchanges.
 */
@FunctionalInterface
public interface Gate {
  /**
   * {@return what the client is told, or empty to let the request pass}
   *
   * @param exchange open, before the chain has run
   * @throws Exception which is answered as an error that escaped from the application
   */
  Optional<Problem> check(Exchange exchange) throws Exception;
}
