package dev.backstop.it;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.EndedExchange;
import dev.backstop.harness.junit.Exchanges;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client library reads is what the outcome, the log, the span and the metric say. */
class OneTruthTest {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty().servlet("/ends/*", new Ends()).build();

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

  @ParameterizedTest
  @CsvSource({
    "/ends/created, 201",
    "/ends/missing, 404",
    "/ends/thrown, 500",
    "/ends/async, 202",
    "/ends/timeout, 500",
    "/ends/moved, 302"
  })
  void exchange_anyEnd_isToldAlikeByAll(
      String path, int status, RequestSpecification request, Exchanges exchanges) {
    Response answer = request.redirects().follow(false).get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    EndedExchange exchange = exchanges.of(answer);
    assertThat(exchange.outcome()).hasStatus(status).hasBytesWritten(answer.asByteArray().length);
    assertThat(exchange.log().getKeyValuePairs())
        .anyMatch(pair -> pair.key.equals("status") && pair.value.equals(status));
    assertThat(
            exchange
                .serverSpan()
                .getAttributes()
                .get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(status);
    Timer timer = backstop.meters().get("http.server.requests").tag("status", "" + status).timer();
    assertThat(timer.count()).isEqualTo(1);
  }
}
