package dev.backstop.jetty;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletApiRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler.ServletContextApi;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Jetty's servlet layer of Jakarta EE 10. */
final class Ee10 implements ServletEdition {
  @Override
  public Class<? extends ServletRequest> requests() {
    return ServletApiRequest.class;
  }

  @Override
  public boolean isOf(ServletContext context) {
    return context instanceof ServletContextApi;
  }

  @Override
  public @Nullable PathSpec patternOf(ServletRequest request) {
    return request.getClass() == ServletApiRequest.class
        ? ((ServletApiRequest) request)
            .getServletRequestInfo()
            .getMatchedResource()
            .getResource()
            .getPathSpec()
        : null;
  }

  @Override
  public @Nullable Request coreOf(ServletRequest bare) {
    return bare instanceof ServletApiRequest request
            && request.getServletRequestInfo() instanceof Request core
        ? core
        : null;
  }
}
