package dev.backstop.it.kits;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.observe.Tracing;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.instrumentation.api.internal.HttpConstants;
import io.opentelemetry.instrumentation.testing.junit.InstrumentationExtension;
import io.opentelemetry.instrumentation.testing.junit.http.AbstractHttpServerTest;
import io.opentelemetry.instrumentation.testing.junit.http.HttpServerInstrumentationExtension;
import io.opentelemetry.instrumentation.testing.junit.http.HttpServerTestOptions;
import io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint;
import io.opentelemetry.sdk.testing.assertj.SpanDataAssert;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * OpenTelemetry's test of the instrumentations of HTTP servers, with a Backstop that {@code
 * install} put there.
 */
@ExtendWith(NotOurs.class)
abstract class OpenTelemetryKit extends AbstractHttpServerTest<KitServer> {
  static {
    LogManager.getLogManager().reset(); // the kit logs every span there
  }

  @RegisterExtension
  final InstrumentationExtension extension = HttpServerInstrumentationExtension.forLibrary();

  private final KitServer server;
  private final KitServlet.Way way;

  OpenTelemetryKit(KitServer server, KitServlet.Way way) {
    this.server = server;
    this.way = way;
  }

  @BeforeAll
  static void scopesAreCounted() {
    // With the system property of the pom: else the kit would not see a scope that is left open.
    assertThat(ContextStorage.get().getClass().getSimpleName()).isEqualTo("StrictContextStorage");
  }

  @Override
  protected KitServer setupServer() throws Exception {
    Backstop backstop =
        Backstop.builder().use(Tracing.create(testing().getOpenTelemetry())).build();
    server.start(
        port,
        getContextPath(),
        context -> {
          KitServlet.register(context, way);
          backstop.install(context);
        });
    return server;
  }

  @Override
  protected void stopServer(KitServer started) throws Exception {
    started.stop();
  }

  @Override
  protected void configure(HttpServerTestOptions options) {
    options.setContextPath("/kit");
    options.setTestPathParam(true);
    // The containers take client and peer from X-Forwarded-For alike, and tell no other address.
    options.setSockPeerAddr(endpoint -> TEST_CLIENT_IP);
    // Not ours: options of OpenTelemetry's instrumentations that record headers and parameters.
    options.setTestCaptureHttpHeaders(false);
    options.setTestCaptureRequestParameters(false);
  }

  @Override
  public String expectedHttpRoute(ServerEndpoint endpoint, String method) {
    // A route is known by the path, whatever the method.
    return super.expectedHttpRoute(endpoint, HttpConstants._OTHER.equals(method) ? "GET" : method);
  }

  @Override
  protected SpanDataAssert assertServerSpan(
      SpanDataAssert span, String method, ServerEndpoint endpoint, int statusCode) {
    AtomicReference<KitsView> view = new AtomicReference<>();
    span.satisfies(data -> view.set(KitsView.of(data, endpoint)));
    return super.assertServerSpan(assertThat(view.get()), method, endpoint, statusCode);
  }
}
