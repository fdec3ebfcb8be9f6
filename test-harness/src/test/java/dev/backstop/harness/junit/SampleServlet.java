package dev.backstop.harness.junit;

import dev.backstop.Exchange;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;

/** The application of the samples. */
final class SampleServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (request.getPathInfo()) {
      case "/missing" -> response.sendError(404);
      case "/thrown" -> throw new IllegalStateException("thrown");
      case "/moved" -> response.sendRedirect("/orders/42");
      case "/mdc" -> MDC.put("order", "42");
      case "/scope" -> openScope();
      case "/late" -> lateStatus(response);
      case "/stuck" -> {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        response.getWriter().print("first");
        response.flushBuffer();
      }
      case "/async" -> {
        AsyncContext async = request.startAsync(request, response);
        async.start(
            () -> {
              response.setStatus(202);
              async.complete();
            });
      }
      default -> {
        Exchange.of(request).cleanups().register("audit", outcome -> {});
        Exchange.of(request).cleanups().register("connection", outcome -> {});
        response.getWriter().print(request.getPathInfo());
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the mistake that the sample is about
  private static void openScope() {
    Context.current().with(ContextKey.named("sample"), "left").makeCurrent();
  }

  private static void lateStatus(HttpServletResponse response) throws IOException {
    response.getWriter().print("sent");
    response.flushBuffer();
    response.setStatus(500);
  }
}
