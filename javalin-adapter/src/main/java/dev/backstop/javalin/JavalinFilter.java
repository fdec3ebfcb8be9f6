package dev.backstop.javalin;

import dev.backstop.Exchange;
import io.javalin.config.JavalinState;
import io.javalin.http.Header;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives Javalin the response that knows its exchange. Thread-safe. */
final class JavalinFilter implements Filter {
  private final JavalinState state;
  private final boolean fence;

  JavalinFilter(JavalinState state, boolean fence) {
    this.state = state;
    this.fence = fence;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer) {
      Exchange exchange = Exchange.of(http);
      if (http.getHeader(Header.SEC_WEBSOCKET_VERSION) != null) { // as Javalin tells an upgrade
        exchange.routeFrom(new UpgradeRoute(state, http));
      }
      chain.doFilter(http, new JavalinResponse(answer, exchange, fence));
    } else {
      chain.doFilter(request, response);
    }
  }
}
