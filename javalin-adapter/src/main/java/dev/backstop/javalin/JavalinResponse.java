package dev.backstop.javalin;

import dev.backstop.Exchange;
import io.javalin.config.JavalinState;
import io.javalin.http.servlet.JavalinServletContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The response that Javalin gets. It knows its exchange; and once Javalin has written and logged
 * the answer, its status is final: what would change it has no effect any more. Backstop's own
 * wrapper, below, closes all the rest when the exchange ends.
 *
 * <p>As thread-safe as the wrapped response.
 */
final class JavalinResponse extends HttpServletResponseWrapper {
  private final Exchange exchange;
  private final boolean fence;
  private volatile boolean answered;
  private volatile int status = SC_OK; // after the end the container's own is gone

  JavalinResponse(HttpServletResponse response, Exchange exchange, boolean fence) {
    super(response);
    this.exchange = exchange;
    this.fence = fence;
  }

  /** Returns ours among the wrappers around a response, or null. */
  static @Nullable JavalinResponse in(ServletResponse response) {
    ServletResponse current = response;
    while (current instanceof ServletResponseWrapper wrapper) {
      if (wrapper instanceof JavalinResponse ours) {
        return ours;
      }
      current = wrapper.getResponse();
    }
    return null;
  }

  /** Javalin has begun with a request. */
  static void bind(JavalinState state, JavalinServletContext context, String path) {
    JavalinResponse ours = in(context.res());
    if (ours != null) {
      ours.exchange.routeFrom(new EndpointRoute(state, context, ours, path));
    }
  }

  Exchange exchange() {
    return exchange;
  }

  boolean hasFence() {
    return fence;
  }

  /** Javalin has written the answer, and is about to log it. */
  void answered() {
    if (fence) {
      answered = true;
    }
  }

  boolean isNotFound() {
    return status == SC_NOT_FOUND || status == SC_METHOD_NOT_ALLOWED;
  }

  @Override
  public void setStatus(int code) {
    if (!answered) {
      status = code;
      super.setStatus(code);
      answered = code == SC_SWITCHING_PROTOCOLS; // sent at once, were the response not wrapped
    }
  }

  @Override
  public void sendError(int code) throws IOException {
    if (!answered) {
      status = code;
      super.sendError(code);
    }
  }

  @Override
  public void sendError(int code, String message) throws IOException {
    if (!answered) {
      status = code;
      super.sendError(code, message);
    }
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    if (!answered) {
      status = SC_FOUND;
      super.sendRedirect(location);
    }
  }

  @Override
  public void reset() {
    if (!answered) {
      status = SC_OK;
      super.reset();
    }
  }

  @Override
  public void resetBuffer() {
    if (!answered) {
      super.resetBuffer();
    }
  }
}
