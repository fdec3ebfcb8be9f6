package dev.backstop.slo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.LoggerFactory;

/** A real Jetty whose exchanges are judged, and all that is told of them. */
final class JudgedServer implements AutoCloseable {
  private static final List<String> FIELDS =
      List.of("backstop.slo.broken", "backstop.slo.cause", "backstop.slo.held_by");

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final ServiceLevels levels;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final Logger logger =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("test.slo." + hashCode());
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

  JudgedServer(Slo... slos) {
    this(handler -> handler, slos);
  }

  /**
   * @param around puts a handler of Jetty's around the context
   */
  JudgedServer(Function<Handler, Handler> around, Slo... slos) {
    this(around, 100, slos);
  }

  JudgedServer(Function<Handler, Handler> around, int maxNames, Slo... slos) {
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event);
          }
        };
    appender.start();
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    levels = ServiceLevels.builder(registry).slo(slos).maxNames(maxNames).build();
    Backstop.builder()
        .use(Tracing.create(telemetry))
        .use(AccessLog.builder().logger(logger).build())
        .use(levels)
        .onPitfall(PitfallListener.logging())
        .onOutcome((outcome, report) -> ended.add(new Ended(outcome, report)))
        .build()
        .install(context.getServletContext());
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(around.apply(context));
  }

  record Ended(Outcome outcome, CleanupReport report) {}

  /** What an application does with a request. */
  @FunctionalInterface
  interface Application {
    void answer(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
        throws Exception;
  }

  JudgedServer on(String pattern, Application application) {
    ServletHolder holder =
        new ServletHolder(
            new HttpServlet() {
              private static final long serialVersionUID = 1L;

              @Override
              protected void service(HttpServletRequest request, HttpServletResponse response)
                  throws IOException {
                try {
                  application.answer(Exchange.of(request), request, response);
                } catch (IOException | RuntimeException e) {
                  throw e;
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    holder.setAsyncSupported(true);
    context.addServlet(holder, pattern);
    return this;
  }

  JudgedServer start() throws Exception {
    server.start();
    return this;
  }

  String get(String target) throws IOException {
    try (Socket socket = ask(target, 0)) {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  /** Sends a GET; the caller reads the answer, or does not. */
  Socket ask(String target, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    socket
        .getOutputStream()
        .write(
            ("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
                .getBytes(US_ASCII));
    return socket;
  }

  int port() {
    return connector.getLocalPort();
  }

  Ended awaitEnd() throws InterruptedException {
    Ended next = ended.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no exchange ended within 20 seconds");
    }
    return next;
  }

  /** Works for so long. */
  static void work(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /** Returns what was counted: {@code slo result cause held_by} and how often. */
  Map<String, Integer> counted() {
    Map<String, Integer> counted = new TreeMap<>();
    for (Counter counter : registry.find("backstop.slo.events").counters()) {
      if (counter.count() > 0) {
        counted.put(
            String.join(
                " ",
                counter.getId().getTag("slo"),
                counter.getId().getTag("result"),
                counter.getId().getTag("cause"),
                counter.getId().getTag("held_by")),
            (int) counter.count());
      }
    }
    requireSameWithoutCauses(counted);
    return counted;
  }

  private void requireSameWithoutCauses(Map<String, Integer> counted) {
    Map<String, Integer> expected = new TreeMap<>();
    counted.forEach(
        (tags, count) -> {
          String[] words = tags.split(" ", -1);
          expected.merge(words[0] + " " + words[1], count, Integer::sum);
        });
    Map<String, Integer> exchanges = new TreeMap<>();
    for (Counter counter : registry.find("backstop.slo.exchanges").counters()) {
      if (counter.count() > 0) {
        exchanges.put(
            counter.getId().getTag("slo") + " " + counter.getId().getTag("result"),
            (int) counter.count());
      }
    }
    if (!exchanges.equals(expected)) {
      throw new AssertionError("by cause " + expected + ", without " + exchanges);
    }
  }

  /** Returns what log line and span of the only exchange say, which has to be the same. */
  Map<String, String> told() {
    List<SpanData> servers =
        spans.getFinishedSpanItems().stream()
            .filter(one -> one.getKind() == SpanKind.SERVER) // a slow cleanup has one too
            .toList();
    if (lines.size() != 1 || servers.size() != 1) {
      throw new AssertionError("expected one line and one span: " + lines + ", " + servers);
    }
    SpanData span = servers.get(0);
    Map<String, String> inLog = new TreeMap<>();
    Map<String, String> onSpan = new TreeMap<>();
    lines.get(0).getKeyValuePairs().stream()
        .filter(pair -> FIELDS.contains(pair.key))
        .forEach(pair -> inLog.put(pair.key.substring("backstop.slo.".length()), "" + pair.value));
    for (String field : FIELDS) {
      String value = span.getAttributes().get(AttributeKey.stringKey(field));
      if (value != null) {
        onSpan.put(field.substring("backstop.slo.".length()), value);
      }
    }
    if (!inLog.equals(onSpan)) {
      throw new AssertionError("the log says " + inLog + ", the span " + onSpan);
    }
    return inLog;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    telemetry.close();
    logger.detachAndStopAllAppenders();
  }
}
