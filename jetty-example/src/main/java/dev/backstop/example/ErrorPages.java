package dev.backstop.example;

import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The error pages: one of our own, and Jetty's for all else, with nothing on them but the status
 * and what the client itself sent. No message, exception, stack or servlet name reaches a client.
 */
final class ErrorPages extends ErrorPageErrorHandler {
  ErrorPages() {
    setShowStacks(false);
    setShowOrigin(false);
    addErrorPage(OutOfStockException.class, OutOfStockPage.PATH);
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback)
      throws IOException {
    // Jetty's ee11 pages name the cause even where stacks are off; without one they cannot.
    super.generateResponse(
        request, response, status, HttpStatus.getMessage(status), null, callback);
  }
}
