package dev.backstop.javalin;

import io.javalin.config.JavalinState;
import io.javalin.websocket.WsHandlerEntry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The route of a WebSocket upgrade, which passes Javalin's request lifecycle by. */
final class UpgradeRoute implements Supplier<@Nullable String> {
  private final JavalinState state;
  private final String path;

  UpgradeRoute(JavalinState state, HttpServletRequest request) {
    this.state = state;
    String uri = request.getRequestURI();
    String context = request.getContextPath();
    this.path = uri.startsWith(context) ? uri.substring(context.length()) : uri;
  }

  @Override
  public @Nullable String get() {
    try {
      WsHandlerEntry entry = state.wsRouter.getWsPathMatcher().findEndpointHandlerEntry(path);
      return entry == null ? null : EndpointRoute.inContext(state, entry.getPath());
    } catch (LinkageError another) {
      return null; // a release of Javalin with another internal router
    }
  }
}
