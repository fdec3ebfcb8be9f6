package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.ServletApiOnlyContract;
import dev.backstop.it.installation.Watched;
import dev.backstop.outcome.StatusSource;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

class JettyServletApiOnlyTest extends ServletApiOnlyContract {
  @Override
  protected ContextServer newServer() {
    return new JettyContexts();
  }

  @Override
  protected String expected() {
    return """
        ok 200 PREDICTED COMPLETED
        created 201 PREDICTED COMPLETED
        flushed 202 COMMITTED COMPLETED
        missing 404 PREDICTED COMPLETED
        moved 302 PREDICTED COMPLETED
        throws 500 PREDICTED COMPLETED
        flushedThenThrows 200 COMMITTED TRUNCATED
        asyncCreated 201 ASYNC_COMPLETE COMPLETED
        asyncMissing 404 PREDICTED COMPLETED
        asyncTimesOut 500 ASYNC_COMPLETE COMPLETED
        unavailable 503 PREDICTED COMPLETED
        """;
  }

  @Test
  void servletApiOnly_errorPageDecidesAnotherStatus_isAGuessAndCalledSo() throws Exception {
    // Jetty tells of the end of a request before it looks for an error page.
    Watched watched = new Watched(Backstop.builder().servletApiOnly());
    ((JettyContexts) server())
        .addWithErrorPage(
            "/shop",
            404,
            "/gone",
            context -> {
              context.addServlet("gone", new Gone()).addMapping("/gone");
              watched.backstop().install(context);
            });
    server().start();

    assertThat(Watched.get(server().port(), "/shop/none").status()).isEqualTo(410);

    assertThat(watched.await(1))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(404);
              assertThat(outcome.statusSource()).isEqualTo(StatusSource.PREDICTED);
            });
  }

  private static final class Gone extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(410);
    }
  }
}
