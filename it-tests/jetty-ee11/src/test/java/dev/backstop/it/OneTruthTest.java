package dev.backstop.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.restassured.response.Response;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client library reads is what the outcome, the log, the span and the metric say. */
class OneTruthTest {
  private final Recorder recorder = new Recorder();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Ends()), "/ends/*");
    recorder.attach(Backstop.builder()).build().install(context.getServletContext());
    server.setHandler(context);
    server.start();
  }

  private static final class Ends extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      switch (request.getPathInfo()) {
        case "/created" -> {
          response.setStatus(201);
          response.getWriter().print("made");
        }
        case "/missing" -> response.sendError(404);
        case "/thrown" -> throw new ServletException(new IllegalStateException("thrown"));
        case "/async" -> {
          AsyncContext async = request.startAsync(request, response);
          async.start(
              () -> {
                response.setStatus(202);
                async.complete();
              });
        }
        case "/timeout" -> request.startAsync(request, response).setTimeout(50);
        default -> response.sendRedirect("/ends/created");
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    recorder.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/ends/created, 201",
    "/ends/missing, 404",
    "/ends/thrown, 500",
    "/ends/async, 202",
    "/ends/timeout, 500",
    "/ends/moved, 302"
  })
  void exchange_anyEnd_isToldAlikeByAll(String path, int status) {
    Response answer =
        given().port(connector.getLocalPort()).redirects().follow(false).when().get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    recorder.await(path);
    await().until(() -> recorder.now(path).spans().size() == 1);
    Recording recording = recorder.now(path);
    assertThat(recording.ends()).hasSize(1);
    assertThat(recording.outcome().status()).isEqualTo(status);
    assertThat(recording.outcome().bytesWritten()).isEqualTo(answer.asByteArray().length);
    assertThat(recording.logs()).hasSize(1);
    assertThat(recording.logs().get(0).getKeyValuePairs())
        .anyMatch(pair -> pair.key.equals("status") && pair.value.equals(status));
    assertThat(
            recording
                .spans()
                .get(0)
                .getAttributes()
                .get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(status);
    Timer timer = recorder.meters().get("http.server.requests").tag("status", "" + status).timer();
    assertThat(timer.count()).isEqualTo(1);
  }
}
