package dev.backstop.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.sdk.testing.context.SettableContextStorageProvider;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A Jetty with Backstop installed, and a raw socket to ask it. */
final class ObservedServer implements AutoCloseable {
  /** What these may report; what they report here is false. */
  private static final Set<PitfallKind> FALSE =
      EnumSet.of(
          PitfallKind.SPAN_NOT_ENDED,
          PitfallKind.SCOPE_LEFT_OPEN,
          PitfallKind.SCOPE_CLOSED_OUT_OF_ORDER,
          PitfallKind.SCOPE_CLOSED_ELSEWHERE,
          PitfallKind.MDC_LEFT_BEHIND,
          PitfallKind.MDC_REMOVED,
          PitfallKind.TIMER_NOT_STOPPED,
          PitfallKind.TIMER_STOPPED_TWICE);

  private static final ScopeGuard GUARD = ScopeGuard.create(PitfallLevel.EVERY);

  static {
    SettableContextStorageProvider.setContextStorage(
        GUARD.around(SettableContextStorageProvider.getContextStorage()));
  }

  private final Server server = new Server(0);
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();

  ObservedServer(Middleware... middleware) {
    BackstopBuilder builder =
        Backstop.builder()
            .onPitfall(pitfalls::add)
            .onOutcome((outcome, report) -> ended.add(new Ended(outcome, report)));
    for (Middleware each : middleware) {
      builder.use(each);
    }
    builder
        .use(LoggingContext.create())
        .use(RecordedSpans.LEDGER)
        .use(TimerLedger.create(PitfallLevel.EVERY))
        .use(GUARD);
    builder.build().install(context.getServletContext());
    server.setHandler(context);
  }

  /** What an exchange came to. */
  record Ended(Outcome outcome, CleanupReport report) {}

  /** What an application does with a request. */
  @FunctionalInterface
  interface Application {
    void answer(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  ObservedServer on(String pattern, Application application) {
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws ServletException, IOException {
            application.answer(Exchange.of(request), request, response);
          }
        };
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, pattern);
    return this;
  }

  ObservedServer start() throws Exception {
    server.start();
    return this;
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** Sends a GET with these header lines and returns all that comes until the server closes. */
  String get(String target, String... headers) throws IOException {
    return send("GET", target, headers);
  }

  String send(String method, String target, String... headers) throws IOException {
    try (Socket socket = connect()) {
      StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
      request.append("Host: localhost:").append(port()).append("\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }

  /** Waits for the next exchange to end, all of its cleanups run. */
  Ended awaitEnd() throws InterruptedException {
    Ended next = ended.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no exchange ended within 20 seconds");
    }
    return next;
  }

  Queue<Pitfall> pitfalls() {
    return pitfalls;
  }

  /** The status that stands in the first line of an answer. */
  static int statusOf(String answer) {
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    if (pitfalls.stream().anyMatch(pitfall -> FALSE.contains(pitfall.kind()))) {
      throw new AssertionError("false reports: " + pitfalls);
    }
  }
}
