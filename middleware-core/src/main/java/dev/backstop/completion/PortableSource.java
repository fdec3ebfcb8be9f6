package dev.backstop.completion;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * For the root package: the end of a request as the Servlet API alone tells it, for a container
 * that Backstop has no package for. It comes after the filters and, on most containers, after the
 * error page; it may come before the last byte.
 */
public final class PortableSource implements CompletionSource {
  /** Makes the source. */
  public PortableSource() {}

  @Override
  public @Nullable Runnable attach(ServletContext context, Exchanges exchanges, Object home) {
    Destroyed listener = new Destroyed(exchanges);
    try {
      context.addListener(listener);
    } catch (IllegalStateException | UnsupportedOperationException notNow) {
      return null; // embedded Jetty before its start, or a listener that was itself added by code
    }
    return listener::disable;
  }

  /**
   * Fired for each dispatch on some containers, and also when processing only went asynchronous.
   */
  private static final class Destroyed implements ServletRequestListener {
    private volatile @Nullable Exchanges exchanges;

    Destroyed(Exchanges exchanges) {
      this.exchanges = exchanges;
    }

    void disable() {
      exchanges = null;
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
      Exchanges ours = exchanges;
      if (ours != null && event.getServletRequest() instanceof HttpServletRequest request) {
        OpenExchange exchange = ours.find(request.getAttribute(Exchanges.ATTRIBUTE));
        if (exchange != null) {
          exchange.requestDestroyed(request);
        }
      }
    }
  }
}
