package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee11.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of a request when the container has given it to another. */
class RequestSnapshotTest {
  private final JettyServer jetty = new JettyServer();
  private final CompletableFuture<Exchange> served = new CompletableFuture<>();
  private final CompletableFuture<RequestSnapshot> inCleanup = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  @AfterEach
  void stop() {
    jetty.close();
  }

  private void serve(BackstopBuilder builder, boolean asks) throws Exception {
    builder
        .onOutcome((outcome, report) -> ended.countDown())
        .build()
        .install(jetty.context.getServletContext());
    jetty.serve(
        "/*",
        (request, response) -> {
          Exchange exchange = Exchange.of(request);
          if (asks) {
            exchange.snapshot();
          }
          exchange.cleanups().register("audit", outcome -> inCleanup.complete(exchange.snapshot()));
          served.complete(exchange);
        });
    jetty.start();
  }

  private int send(String target, String... headers) throws IOException, InterruptedException {
    int port = ((ServerConnector) jetty.server.getConnectors()[0]).getLocalPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines;
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readAllBytes();
      return Integer.parseInt(new String(answer, StandardCharsets.ISO_8859_1).split(" ", 3)[1]);
    }
  }

  private Exchange ended() throws Exception {
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    return served.get(10, TimeUnit.SECONDS);
  }

  @Test
  void snapshot_headersAreKept_isReadableAfterTheEndAndHasThoseAlone() throws Exception {
    serve(Backstop.builder().keepHeaders("User-Agent", "X-Tag", "X-Absent"), false);

    assertThat(send("/a%20b?q=1&q=2", "user-agent: raw", "X-TAG: one", "X-Tag: two", "Cookie: s=1"))
        .isEqualTo(200);

    RequestSnapshot snapshot = ended().snapshot();
    assertThat(snapshot.method()).isEqualTo("GET");
    assertThat(snapshot.path()).isEqualTo("/a%20b");
    assertThat(snapshot.query()).isEqualTo("q=1&q=2");
    assertThat(snapshot.header("USER-AGENT")).isEqualTo("raw");
    assertThat(snapshot.headers().get("x-tag")).containsExactly("one", "two");
    assertThat(snapshot.headers()).containsOnlyKeys("user-agent", "x-tag");
    assertThat(snapshot.header("Cookie")).isNull();
    assertThat(snapshot.peerAddress()).isEqualTo("127.0.0.1");
    assertThat(snapshot.peerPort()).isPositive();
    assertThat(snapshot.principal()).isNull();
    assertThat(inCleanup.get()).isEqualTo(snapshot);
  }

  @Test
  void snapshot_wasAskedForBeforeTheEnd_isReadableAfterIt() throws Exception {
    serve(Backstop.builder(), true);

    send("/orders?q=1", "User-Agent: raw");

    assertThat(ended().snapshot().query()).isEqualTo("q=1");
    assertThat(ended().snapshot().headers()).isEmpty();
  }

  @Test
  void snapshot_nobodyAskedInTime_saysWhatToDo() throws Exception {
    serve(Backstop.builder(), false);

    send("/orders");
    Exchange exchange = ended();

    assertThatThrownBy(exchange::snapshot)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /orders")
        .hasMessageContaining("keepHeaders(..)");
    assertThat(inCleanup).isNotDone();
  }

  @Test
  void snapshot_userIsAuthenticatedInTheDispatch_hasItsName() throws Exception {
    UserStore users = new UserStore();
    users.addUser("ada", Credential.getCredential("engine"), new String[] {"user"});
    HashLoginService logins = new HashLoginService("realm");
    logins.setUserStore(users);
    ConstraintMapping everything = new ConstraintMapping();
    everything.setPathSpec("/*");
    everything.setConstraint(Constraint.ANY_USER);
    ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    security.setConstraintMappings(List.of(everything));
    security.setAuthenticator(new BasicAuthenticator());
    security.setLoginService(logins);
    jetty.context.setSecurityHandler(security);
    serve(Backstop.builder().keepHeaders(), false);

    assertThat(send("/orders", "Authorization: Basic YWRhOmVuZ2luZQ==")).isEqualTo(200);

    assertThat(ended().snapshot().principal()).isEqualTo("ada");
  }
}
