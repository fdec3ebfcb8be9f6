package dev.backstop.it.kits;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.observe.Metrics;
import io.micrometer.core.instrument.HttpServerTimingInstrumentationVerificationTests;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Micrometer's test of whatever times the requests of an HTTP server, with a Backstop that {@code
 * install} put there.
 */
abstract class MicrometerKit extends HttpServerTimingInstrumentationVerificationTests {
  private final KitServer server;
  private final boolean async;
  private final Semaphore ended = new Semaphore(0);
  private CalmRelay relay;

  MicrometerKit(KitServer server, boolean async) {
    this.server = server;
    this.async = async;
  }

  /** The kit waits 150 ms, looking once, at 100 ms: a busy machine is late by more than that. */
  @BeforeEach
  void lookEarlyAndOften() {
    Awaitility.setDefaultPollDelay(Duration.ofMillis(30)); // the kit wants at least 25
    Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
  }

  @AfterEach
  void forgetTheDefaults() {
    Awaitility.reset();
  }

  @Override
  protected URI startInstrumentedWithMetricsServer() throws Exception {
    Backstop backstop =
        Backstop.builder()
            .use(Metrics.create(getRegistry()))
            .onOutcome((outcome, report) -> ended.release())
            .build();
    server.start(
        0,
        "",
        context -> {
          register(context, "root", "", null);
          register(context, "hello", "/hello/*", InstrumentedRoutes.TEMPLATED_ROUTE);
          register(context, "redirect", InstrumentedRoutes.REDIRECT, null);
          register(context, "error", InstrumentedRoutes.ERROR, null);
          backstop.install(context);
        });
    relay = new CalmRelay(server.port(), ended);
    return relay.uri();
  }

  /** Not run: Backstop writes to a MeterRegistry; observations are another product's model. */
  @Override
  protected URI startInstrumentedWithObservationsServer() {
    return null;
  }

  @Override
  protected void stopInstrumentedServer() throws Exception {
    relay.stop();
    server.stop();
  }

  private void register(ServletContext context, String name, String mapping, String route) {
    ServletRegistration.Dynamic registration =
        context.addServlet(name, new Routes(name, route, async));
    registration.addMapping(mapping);
    registration.setAsyncSupported(true);
  }

  /** What the kit wants to be served. */
  private static final class Routes extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final String name;
    private final String route;
    private final boolean async;

    Routes(String name, String route, boolean async) {
      this.name = name;
      this.route = route;
      this.async = async;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Exchange exchange = Exchange.of(request);
      if (route != null) {
        exchange.route(route);
      }
      if (!async) {
        answer(response);
        return;
      }
      AsyncContext context = request.startAsync(request, response);
      context.start(
          exchange.wrap(
              () -> {
                try {
                  answer(response);
                } catch (IOException | IllegalStateException e) {
                  exchange.recordError(e);
                  response.setStatus(500);
                }
                context.complete();
              }));
    }

    private void answer(HttpServletResponse response) throws IOException {
      switch (name) {
        case "redirect" -> response.sendRedirect("/");
        case "error" -> throw new IllegalStateException("the kit wants an error");
        default -> response.getWriter().print(name);
      }
    }
  }
}
