package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.outcome.Outcome;
import dev.backstop.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gates before a real Jetty's chain. */
class GateTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private PitfallServer server = new PitfallServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private PitfallServer serverOf(UnaryOperator<BackstopBuilder> configuration) throws Exception {
    server.close();
    server = new PitfallServer(configuration);
    return server
        .serve("/*", (request, response) -> asked.add("application"))
        .serve(
            "/async",
            (request, response) -> {
              if (request.getAttribute("again") == null) {
                request.setAttribute("again", true);
                request.startAsync().dispatch();
              }
            })
        .start();
  }

  private Gate passing(String name) {
    return exchange -> {
      asked.add(name + " " + exchange.path());
      return Optional.empty();
    };
  }

  @Test
  void gates_allPass_areAskedGlobalFirstThenThoseOfThePathThenTheApplication() throws Exception {
    serverOf(
        each ->
            each.gate("/api/*", passing("api"))
                .gate("/other/*", passing("other"))
                .gate(passing("first"))
                .gate("/*", passing("every"))
                .gate(passing("second")));

    assertThat(server.visit("/api/orders")).isEqualTo(200);

    assertThat(asked)
        .containsExactly(
            "first /api/orders",
            "second /api/orders",
            "api /api/orders",
            "every /api/orders",
            "application");
  }

  @Test
  void gate_refuses_nobodyAfterItIsAskedAndItsHeadersAreSent() throws Exception {
    serverOf(
        each ->
            each.gate(passing("first"))
                .gate(
                    exchange ->
                        exchange.request().header("Authorization") == null
                            ? Optional.of(
                                Problem.builder(401).header("WWW-Authenticate", "Bearer").build())
                            : Optional.empty())
                .gate(passing("third")));

    assertThat(server.jetty().get("/orders"))
        .startsWith("HTTP/1.1 401 ")
        .contains("\r\nWWW-Authenticate: Bearer\r\n", "application/problem+json")
        .endsWith("{\"title\":\"Unauthorized\",\"status\":401}");

    assertThat(server.awaitEnd().status()).isEqualTo(401);
    assertThat(asked).containsExactly("first /orders");
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void gate_asyncDispatch_isAskedOnce() throws Exception {
    serverOf(each -> each.gate(passing("gate")));

    assertThat(server.visit("/async")).isEqualTo(200);

    assertThat(asked).containsExactly("gate /async");
  }

  @Test
  void gate_throwsMapped_isAnsweredAndTheApplicationIsNotAsked() throws Exception {
    serverOf(
        each ->
            each.mapError(IOException.class, (error, exchange) -> Problem.of(503))
                .gate(
                    exchange -> {
                      throw new IOException("no key server");
                    }));

    assertThat(server.jetty().status("/orders")).isEqualTo(503);

    Outcome outcome = server.awaitEnd();
    assertThat(outcome.error()).hasMessage("no key server");
    assertThat(outcome.errorHandled()).isTrue();
    assertThat(asked).isEmpty();
  }

  @Test
  void gate_throwsACheckedException_goesOnToTheContainerAndTheApplicationIsNotAsked()
      throws Exception {
    serverOf(
        each ->
            each.gate(
                exchange -> {
                  throw new InterruptedException("stopping");
                }));

    assertThat(server.jetty().status("/orders")).isEqualTo(500);

    Outcome outcome = server.awaitEnd();
    assertThat(outcome.error()).isInstanceOf(InterruptedException.class);
    assertThat(outcome.errorHandled()).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  @SuppressWarnings({"NullAway", "OptionalAssignedToNull"})
  void gate_returnsNull_hasNotLetTheRequestPass() throws Exception {
    serverOf(each -> each.gate("/orders", exchange -> null));

    assertThat(server.jetty().status("/orders")).isEqualTo(500);

    assertThat(server.awaitEnd().error())
        .hasMessageContainingAll("gate(\"/orders\", ..)", "returned null", "Optional.empty()");
    assertThat(asked).isEmpty();
  }

  @Test
  void gate_callsFail_hasRefused() throws Exception {
    serverOf(
        each ->
            each.gate(
                exchange -> {
                  exchange.fail(Problem.of(429));
                  return Optional.empty();
                }));

    assertThat(server.visit("/orders")).isEqualTo(429);

    assertThat(asked).isEmpty();
  }
}
