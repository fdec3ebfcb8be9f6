package dev.backstop.undertow;

import dev.backstop.completion.Exchanges;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.ServletRequestHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Opens an exchange when a request enters the context for the first time. Undertow fires the event
 * again for asynchronous dispatches and clears request attributes early, so an attachment of its
 * own exchange remembers ours.
 */
final class EntryListener implements ServletRequestListener {
  private final AttachmentKey<OpenExchange> key = AttachmentKey.create(OpenExchange.class);
  private final Object home;
  private volatile @Nullable Exchanges exchanges;

  EntryListener(Exchanges exchanges, Object home) {
    this.exchanges = exchanges;
    this.home = home;
  }

  void disable() {
    exchanges = null;
  }

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    Exchanges ours = exchanges;
    ServletRequestContext current = ServletRequestContext.current();
    if (ours == null
        || current == null
        || !(event.getServletRequest() instanceof HttpServletRequest request)) {
      return;
    }
    HttpServerExchange undertows = current.getExchange();
    Object innermost = request.getAttribute(Exchanges.ATTRIBUTE);
    OpenExchange exchange = undertows.getAttachment(key);
    if (exchange != null) {
      if (innermost == null) {
        request.setAttribute(Exchanges.ATTRIBUTE, exchange); // cleared between two dispatches
      }
      return;
    }
    if (ours.find(innermost) != null) {
      return;
    }
    exchange =
        ours.open(
            new ServletRequestHead(request, undertows.getRequestStartTime()), innermost, home);
    request.setAttribute(Exchanges.ATTRIBUTE, exchange);
    undertows.putAttachment(key, exchange);
    UndertowExchange.watch(undertows, exchange);
  }
}
