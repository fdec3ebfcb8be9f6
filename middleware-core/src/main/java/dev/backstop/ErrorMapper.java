package dev.backstop;

import dev.backstop.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Turns an error of an exchange into what the client is told of it. Called on the thread on which
 * the error came up, with the exchange's span current, before anything of the answer is written;
 * for an error that nobody else answers at most once.
 *
 * <p>Where it throws, that is reported ({@link dev.backstop.pitfall.PitfallKind#OBSERVER_FAILED})
 * and the error goes on as if it had no mapper.
 *
 * @param <T> the type of the errors
 */
@FunctionalInterface
public interface ErrorMapper<T extends Throwable> {
  /**
   * {@return what the client is told, or null to let the error go on to the container}
   *
   * @param error without its wrappers ({@link dev.backstop.outcome.ErrorClassifier#unwrap})
   * @param exchange that is answered; it is open
   * @throws Exception which is reported; {@code error} then goes on as if it had no mapper
   */
  @Nullable Problem map(T error, Exchange exchange) throws Exception;
}
