package dev.backstop.harness.http2;

import dev.backstop.Backstop;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A web application in which each test says what one path does. */
final class Http2Site {
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

  /** What one path does, on each of its dispatches. */
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException, InterruptedException;
  }

  /** Says what a path does; each path is used once. */
  void on(String path, Handler handler) {
    if (handlers.put(path, handler) != null) {
      throw new IllegalArgumentException(path + " is used twice");
    }
  }

  void initialize(ServletContext context, Backstop backstop) {
    backstop.install(context);
    ServletRegistration.Dynamic servlet = context.addServlet("site", new Site(handlers));
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
  }

  private static final class Site extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Map<String, Handler> handlers;

    Site(Map<String, Handler> handlers) {
      this.handlers = handlers;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      Handler handler = handlers.get(request.getRequestURI());
      if (handler == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      try {
        handler.handle(request, response);
      } catch (InterruptedException e) {
        throw new ServletException("interrupted", e);
      }
    }
  }
}
