package dev.backstop.harness.cancellation;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.cancellation.Cancellation;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.harness.ServerStarter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A server on which one situation is played: one request to {@value #PATH}, and what it sees. */
final class Stage {
  static final String PATH = "/work";

  private final Recorder recorder = new Recorder();
  private final ServerStarter.Server server;
  private final Handler handler;
  private final CompletableFuture<Exchange> arrived = new CompletableFuture<>();
  private volatile @Nullable Thread servletThread;

  /** What the request does. */
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException, InterruptedException;
  }

  Stage(ServerStarter starter, Handler handler) throws Exception {
    this.handler = handler;
    Backstop backstop = recorder.backstop();
    this.server = starter.start(context -> initialize(context, backstop), Map.of());
  }

  private void initialize(ServletContext context, Backstop backstop) {
    backstop.install(context);
    ServletRegistration.Dynamic servlet = context.addServlet("work", new Work());
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
  }

  private final class Work extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (!request.getRequestURI().equals(PATH)) {
        return;
      }
      Exchange exchange = Exchange.of(request);
      servletThread = Thread.currentThread();
      try {
        arrived.complete(exchange);
        handler.handle(request, response);
      } catch (InterruptedException e) {
        throw new ServletException("interrupted", e);
      }
    }
  }

  int port() {
    return server.port();
  }

  /** Sends the request of the situation and waits for its arrival. */
  RawHttpClient request() {
    RawHttpClient client = RawHttpClient.connect(port());
    client.send("GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    cancellation();
    return client;
  }

  /** Returns the cancellation of the exchange, once it has arrived. */
  Cancellation cancellation() {
    return await(arrived).cancellation();
  }

  /** Waits until the container has left the dispatch: what is asynchronous is idle from then on. */
  void awaitIdle() {
    cancellation();
    Thread thread = Objects.requireNonNull(servletThread);
    Awaitility.await("the end of the dispatch")
        .until(() -> Arrays.stream(thread.getStackTrace()).noneMatch(Stage::isOfDispatch));
  }

  /** Waits until the servlet's thread waits, in a write that goes on no further. */
  void awaitStuck() {
    Thread thread = Objects.requireNonNull(servletThread);
    Awaitility.await("a write that is stuck")
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
  }

  /** Returns whether a frame is of what runs a dispatch in Jetty, Tomcat or Undertow. */
  private static boolean isOfDispatch(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.endsWith(".ServletChannel")
        || type.endsWith(".CoyoteAdapter")
        || type.endsWith(".ServletInitialHandler");
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(RawHttpClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the situation did not come so far", e);
    }
  }

  /**
   * Plays whole exchanges on other connections: the server, which has one selector, has then seen
   * whatever it looks for on the connection of the situation.
   */
  private void letTheServerLook() {
    for (int i = 0; i < 3; i++) {
      try (RawHttpClient other = RawHttpClient.connect(port())) {
        other.send("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n");
        if (other.read("GET").status() != 200) {
          throw new AssertionError("the server does not answer others");
        }
      }
    }
  }

  /** Returns what is told: the reason where one is expected, else what there is by now. */
  String told(String expected) {
    if (expected.equals(CancellationTable.NOT_TOLD)) {
      letTheServerLook();
    } else {
      Awaitility.await("a reason")
          .atMost(RawHttpClient.PATIENCE)
          .until(() -> cancellation().isCancelled());
    }
    Object reason = reason();
    return reason == null ? CancellationTable.NOT_TOLD : reason.toString();
  }

  private @Nullable Object reason() {
    return cancellation().reason();
  }

  void stopContext() {
    try {
      server.stopContext();
    } catch (Exception e) {
      throw new AssertionError("the context does not stop", e);
    }
  }

  /** Waits for the end. */
  Recording end() {
    return recorder.await(PATH);
  }

  void stop() throws Exception {
    server.stop();
    recorder.close();
  }
}
