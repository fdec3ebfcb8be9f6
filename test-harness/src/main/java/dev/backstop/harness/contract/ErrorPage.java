package dev.backstop.harness.contract;

import org.jspecify.annotations.Nullable;

/**
 * An error page of a web application, by status or by exception.
 *
 * @param status the status, or 0 where it is by exception
 * @param exception the exception type, or null where it is by status
 * @param location the path of the page, within the context
 */
public record ErrorPage(
    int status, @Nullable Class<? extends Throwable> exception, String location) {
  static ErrorPage of(int status, String location) {
    return new ErrorPage(status, null, location);
  }

  static ErrorPage of(Class<? extends Throwable> exception, String location) {
    return new ErrorPage(0, exception, location);
  }
}
