package dev.backstop.outcome;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one exchange. The log line, the span, the metric and every cleanup of an exchange
 * read the same outcome.
 *
 * <p>Immutable and thread-safe.
 *
 * @param method the request method as it was sent; untrusted
 * @param path the raw path of the request as it was sent, without the query; untrusted
 * @param route the template that matched, with the context path in front, or null where none did
 * @param status the status that the client read; 0 where none was sent
 * @param statusSource who said so
 * @param ending whether the client got the whole answer
 * @param error the error of the exchange with its wrappers taken off, or null
 * @param errorHandled whether the application turned {@code error} into an answer; false where it
 *     escaped
 * @param errorCategory the kind of {@code error}, one of a fixed set of words; null without an
 *     error
 * @param timedOut whether asynchronous processing ran into its timeout
 * @param bytesWritten the bytes of the body, without transfer coding; 0 for HEAD
 * @param durationNanos from the start to the last byte, in nanoseconds, without the cleanups
 */
public record Outcome(
    String method,
    String path,
    @Nullable String route,
    int status,
    StatusSource statusSource,
    Ending ending,
    @Nullable Throwable error,
    boolean errorHandled,
    @Nullable String errorCategory,
    boolean timedOut,
    long bytesWritten,
    long durationNanos) {

  /**
   * Makes the outcome of an exchange whose error, if it had one, has no category.
   *
   * @param method the request method as it was sent; untrusted
   * @param path the raw path of the request as it was sent, without the query; untrusted
   * @param route the template that matched, or null where none did
   * @param status the status that the client read; 0 where none was sent
   * @param statusSource who said so
   * @param ending whether the client got the whole answer
   * @param error the error of the exchange, or null
   * @param errorHandled whether the application turned {@code error} into an answer
   * @param timedOut whether asynchronous processing ran into its timeout
   * @param bytesWritten the bytes of the body, without transfer coding; 0 for HEAD
   * @param durationNanos from the start to the last byte, in nanoseconds, without the cleanups
   */
  public Outcome(
      String method,
      String path,
      @Nullable String route,
      int status,
      StatusSource statusSource,
      Ending ending,
      @Nullable Throwable error,
      boolean errorHandled,
      boolean timedOut,
      long bytesWritten,
      long durationNanos) {
    this(
        method,
        path,
        route,
        status,
        statusSource,
        ending,
        error,
        errorHandled,
        null,
        timedOut,
        bytesWritten,
        durationNanos);
  }

  /**
   * {@return the fully qualified class name of the error (for proxies, lambdas and anonymous
   * classes that of their nearest named superclass), the status as text where a status of 500 or
   * more had no error, or null}
   */
  public @Nullable String errorType() {
    if (error != null) {
      return ErrorClassifier.typeOf(error);
    }
    return status >= 500 ? Integer.toString(status) : null;
  }

  /** {@return the first frame of the application in the error's stack, or null without an error} */
  public @Nullable StackTraceElement errorOrigin() {
    return error == null ? null : ErrorClassifier.originOf(error);
  }

  /** {@return the time from the start of the exchange to its last byte, without the cleanups} */
  public Duration duration() {
    return Duration.ofNanos(durationNanos);
  }

  /**
   * {@return whether this exchange counts as an error for a server span: a status of 500 or more,
   * an error that escaped, an ending of {@link Ending#TRUNCATED} or {@link Ending#UNFINISHED}, or
   * an error that was handled and then answered below 400 (swallowed)} An error that was handled
   * and answered with 4xx is the client's.
   */
  public boolean failed() {
    if (status >= 500 || ending == Ending.TRUNCATED || ending == Ending.UNFINISHED) {
      return true;
    }
    boolean swallowed = status < 400 && ending != Ending.ABORTED;
    return error != null && (!errorHandled || swallowed);
  }
}
