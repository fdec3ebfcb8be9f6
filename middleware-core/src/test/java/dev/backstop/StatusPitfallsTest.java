package dev.backstop;

import static dev.backstop.PitfallServer.nextLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statuses that are decided twice and responses that are written by two, on a server. */
class StatusPitfallsTest {
  private static final AtomicReference<StackTraceElement> SITE = new AtomicReference<>();

  private final PitfallServer server = new PitfallServer();

  @AfterEach
  void stop() {
    server.close();
  }

  /** An inner layer that finds nothing. */
  private static final class Orders implements JettyServer.Application {
    @Override
    public void answer(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(404);
    }
  }

  /** An outer layer that says that all is well, whatever it was. */
  private static final class AlwaysWell implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } finally {
        SITE.set(nextLine());
        ((HttpServletResponse) response).setStatus(200);
      }
    }
  }

  /** An outer layer that says so only where nobody said anything else. */
  private static final class WellByDefault implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      ((HttpServletResponse) response).setStatus(503); // until the inner layers know better
      chain.doFilter(request, response);
    }
  }

  @Test
  void statusOverridden_outerFinallyTurns404Into200_isToldWithItsLine() throws Exception {
    server.filter(new AlwaysWell()).serve("/orders", new Orders()).start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.onlyPitfall(PitfallKind.STATUS_OVERRIDDEN, SITE.get()).detail())
        .startsWith("setStatus(200) over the 404 of dev.backstop.StatusPitfallsTest$Orders.answer");
  }

  @Test
  void statusOverridden_sameClassThinksAgain_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              response.setStatus(404);
              response.setStatus(200);
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void statusOverridden_innerLayerReplacesDefaultOfOuterOne_isSilent() throws Exception {
    server
        .filter(new WellByDefault())
        .serve("/orders", (request, response) -> response.setStatus(200))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  /** What was begun as a failure is finished by another servlet. */
  private static final class Fallback implements JettyServer.Application {
    @Override
    public void answer(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(200);
    }
  }

  /** Jetty goes on with the next dispatch on the same thread. */
  @Test
  void statusOverridden_byTheDispatchThatWasAskedFor_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              response.setStatus(503); // until the other knows better
              request.startAsync(request, response).dispatch("/fallback");
            })
        .serve("/fallback", new Fallback())
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void statusOverridden_afterReset_isSilent() throws Exception {
    server
        .filter(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.reset();
              ((HttpServletResponse) response).setStatus(200);
            })
        .serve("/orders", new Orders())
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void statusOverridden_byAnErrorPage_isSilent() throws Exception {
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(404, "/page");
    server.jetty().context.setErrorHandler(pages);
    server
        .serve("/orders", (request, response) -> response.sendError(404))
        .serve(
            "/page",
            (request, response) -> {
              assertThat(request.getDispatcherType()).isEqualTo(DispatcherType.ERROR);
              response.setStatus(404);
              new AlwaysWell()
                  .doFilter(request, response, (any, other) -> new Orders().answer(null, response));
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void statusAfterSendError_anotherStatus_isToldWithItsLine() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              response.sendError(404);
              SITE.set(nextLine());
              response.setStatus(200);
            })
        .start();

    server.visit("/orders");

    assertThat(server.onlyPitfall(PitfallKind.STATUS_AFTER_SEND_ERROR, SITE.get()).detail())
        .isEqualTo("setStatus(200) after sendError(404)");
  }

  @Test
  void statusAfterSendError_whereResetCameBetween_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              response.setStatus(500);
              response.reset();
              response.setStatus(202);
            })
        .serve("/missing", (request, response) -> response.sendError(404))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(202);
    assertThat(server.visit("/missing")).isEqualTo(404);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void twoWriters_atTheSameTime_isToldWithTheLineOfTheSecond() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    server
        .serve(
            "/orders",
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              OutputStream body = response.getOutputStream();
              Thread first = new Thread(() -> writeALot(body), "first-writer");
              first.start();
              new Thread(
                      () -> {
                        awaitBlockedIn(first);
                        writeOnce(body);
                        done.countDown();
                      })
                  .start();
              join(first);
              async.complete();
            })
        .start();

    visitWithoutReading(done);

    assertThat(server.onlyPitfall(PitfallKind.TWO_WRITERS, SITE.get()).detail())
        .isEqualTo("write while first-writer writes");
  }

  private static void writeALot(OutputStream body) {
    try {
      body.write(new byte[64 << 20]); // more than any socket buffer takes
    } catch (IOException clientHasLeft) {
      // as it does at the end of the test
    }
  }

  private static void awaitBlockedIn(Thread first) {
    org.awaitility.Awaitility.await()
        .until(
            () ->
                first.getState() == Thread.State.WAITING
                    || first.getState() == Thread.State.TIMED_WAITING);
  }

  private static void writeOnce(OutputStream body) {
    try {
      SITE.set(nextLine());
      body.write(new byte[1]);
    } catch (IOException | RuntimeException refused) {
      // Jetty refuses it, others mix the bytes.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void visitWithoutReading(CountDownLatch done) throws Exception {
    int port = ((ServerConnector) server.jetty().server.getConnectors()[0]).getLocalPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
    server.awaitEnd();
  }

  @Test
  @SuppressWarnings("NullAway") // an application may make the mistake all the same
  void twoWriters_afterABufferThatWasNull_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              OutputStream body = response.getOutputStream();
              assertThatNullPointerException()
                  .isThrownBy(() -> response.getOutputStream().write((ByteBuffer) null));
              Thread second = new Thread(() -> writeOnce(body));
              second.start();
              join(second);
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void twoWriters_oneAfterTheOther_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              OutputStream body = response.getOutputStream();
              body.write('a');
              Thread second = new Thread(() -> writeOnce(body));
              second.start();
              join(second);
              body.write('c');
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(server.pitfalls()).isEmpty();
  }
}
