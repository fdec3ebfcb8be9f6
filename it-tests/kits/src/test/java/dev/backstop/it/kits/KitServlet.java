package dev.backstop.it.kits;

import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.CAPTURE_HEADERS;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.ERROR;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.EXCEPTION;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.INDEXED_CHILD;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.PATH_PARAM;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.QUERY_PARAM;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.REDIRECT;
import static io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint.SUCCESS;

import dev.backstop.Exchange;
import io.opentelemetry.instrumentation.testing.junit.http.AbstractHttpServerTest;
import io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** One endpoint of those that OpenTelemetry's kit asks for. */
final class KitServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** How it answers. */
  enum Way {
    /** Within the servlet. */
    SYNC,
    /** On another thread, which completes the asynchronous processing. */
    ASYNC,
    /** In an asynchronous dispatch. */
    DISPATCH
  }

  private final transient ServerEndpoint endpoint;
  private final Way way;

  private KitServlet(ServerEndpoint endpoint, Way way) {
    this.endpoint = endpoint;
    this.way = way;
  }

  /** Registers the endpoints, each with a mapping of its own, which is its route. */
  static void register(ServletContext context, Way way) {
    for (ServerEndpoint endpoint :
        List.of(
            SUCCESS,
            QUERY_PARAM,
            REDIRECT,
            ERROR,
            EXCEPTION,
            CAPTURE_HEADERS,
            INDEXED_CHILD,
            PATH_PARAM)) {
      ServletRegistration.Dynamic registration =
          context.addServlet(endpoint.name(), new KitServlet(endpoint, way));
      registration.addMapping(endpoint == PATH_PARAM ? "/path/*" : endpoint.getPath());
      registration.setAsyncSupported(true);
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange = Exchange.of(request);
    if (endpoint == PATH_PARAM) {
      exchange.route(request.getContextPath() + "/path/:id/param");
    }
    switch (way) {
      case SYNC -> control(request, response);
      case ASYNC -> answerOnAnotherThread(exchange, request, response);
      case DISPATCH -> {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
          control(request, response);
        } else {
          request.startAsync(request, response).dispatch();
        }
      }
    }
  }

  private void answerOnAnotherThread(
      Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.start(
        exchange.wrap(
            () -> {
              try {
                control(request, response);
              } catch (IOException | IllegalStateException e) {
                exchange.recordError(e);
                response.setStatus(500);
              }
              async.complete();
            }));
  }

  private void control(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AbstractHttpServerTest.controller(endpoint, () -> answer(request, response));
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (endpoint == EXCEPTION) {
      throw new IllegalStateException(endpoint.getBody());
    }
    if (endpoint == REDIRECT) {
      response.sendRedirect(endpoint.getBody());
      return;
    }
    if (endpoint == CAPTURE_HEADERS) {
      response.setHeader("X-Test-Response", request.getHeader("X-Test-Request"));
    }
    endpoint.collectSpanAttributes(request::getParameter);
    response.setStatus(endpoint.getStatus());
    response.setContentType("text/plain");
    response.getWriter().print(endpoint.getBody());
  }
}
