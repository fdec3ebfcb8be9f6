package dev.backstop.spring;

import dev.backstop.Exchange;
import dev.backstop.completion.Exchanges;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Stands inside Boot's {@code ErrorPageFilter}, which a WAR has: that filter answers what would
 * have escaped, by a forward to the error page, so that nobody outside of it hears of the error or
 * of the route.
 *
 * <p>Stateless and thread-safe.
 */
final class WarErrors implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(Exchanges.ATTRIBUTE) == null) {
      chain.doFilter(request, response);
      return;
    }
    Exchange exchange = Exchange.of(request);
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException | Error escaping) {
      exchange.recordError(escaping);
      throw escaping;
    } finally {
      keepRoute(exchange, (HttpServletRequest) request);
    }
  }

  private static void keepRoute(Exchange exchange, HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (pattern instanceof String && exchange.route() == null) {
      exchange.route(request.getContextPath() + pattern);
    }
  }
}
