package shop;

import dev.backstop.Exchange;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class AccessLog implements Filter {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = ((HttpServletRequest) request).getRequestURI();
    Exchange.of(request)
        .cleanups()
        .register("access log", outcome -> LOG.info("{} {}", path, outcome.status()));
    chain.doFilter(request, response);
  }
}
