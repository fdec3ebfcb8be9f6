package shop;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class AccessLog implements Filter {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = ((HttpServletRequest) request).getRequestURI();
    try {
      chain.doFilter(request, response);
    } finally {
      LOG.info("{} {}", path, ((HttpServletResponse) response).getStatus()); // blocked: StatusReadInFinally
    }
  }
}
