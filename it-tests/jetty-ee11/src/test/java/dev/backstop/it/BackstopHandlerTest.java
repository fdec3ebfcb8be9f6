package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.jetty.BackstopHandler;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.StatusSource;
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
import org.junit.jupiter.api.Test;

/** What a context refuses itself is seen by the handler, and what it serves is seen once. */
class BackstopHandlerTest {
  private final Recorder recorder = new Recorder();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ServletContextHandler context = new ServletContextHandler("/shop");

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    context.addServlet(new ServletHolder(new Hello()), "/orders/*");
    context.setProtectedTargets(new String[] {"/WEB-INF"});
    Backstop backstop = recorder.attach(Backstop.builder()).build();
    backstop.install(context.getServletContext());
    server.setHandler(new BackstopHandler(backstop, context));
    server.start();
  }

  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("hello");
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    recorder.close();
  }

  private RawResponse get(String path) {
    try (RawHttpClient client = RawHttpClient.connect(connector.getLocalPort())) {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .read("GET");
    }
  }

  private void assertRecordedOnce(String path, int status) {
    RawResponse answer = get(path);

    assertThat(answer.status()).isEqualTo(status);
    var recording = recorder.await(path);
    assertThat(recording.ends()).hasSize(1);
    assertThat(recording.opened()).isEqualTo(1);
    assertThat(recording.outcome().status()).isEqualTo(status);
    assertThat(recording.outcome().statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(recording.outcome().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(recording.outcome().bytesWritten()).isEqualTo(answer.body().length);
  }

  @Test
  void handle_servedByTheContext_isRecordedOnce() {
    assertRecordedOnce("/shop/orders/1", 200);
    assertThat(recorder.now("/shop/orders/1").outcome().route()).isEqualTo("/shop/orders/*");
  }

  @Test
  void handle_noContext_isRecorded() {
    assertRecordedOnce("/elsewhere", 404);
  }

  @Test
  void handle_redirectOfTheContext_isRecorded() {
    assertRecordedOnce("/shop", 301);
  }

  @Test
  void handle_protectedTarget_isRecorded() {
    assertRecordedOnce("/shop/WEB-INF/web.xml", 404);
  }

  @Test
  void handle_unavailableContext_isRecorded() {
    context.setAvailable(false);

    assertRecordedOnce("/shop/orders/2", 503);
  }
}
