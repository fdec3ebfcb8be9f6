package dev.backstop.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.backstop.Backstop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a client or a careless application cannot do to a registry: no tag grows without bound. */
class MetricsBoundsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  private Backstop backstop() {
    return backstop(Metrics.builder(registry));
  }

  private static Backstop backstop(MetricsBuilder metrics) {
    return Backstop.builder().use(metrics.build()).build();
  }

  private Set<String> values(String meter, String tag) {
    return registry.find(meter).meters().stream()
        .map(found -> found.getId().getTag(tag))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void end_1000MethodsAnd1000Missing_addFewTimers() throws Exception {
    Random random = new Random(7);
    try (ObservedServer server =
            new ObservedServer(Metrics.create(registry))
                .on("/known", (exchange, request, response) -> {})
                .start();
        Socket socket = server.connect()) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 1_000; i++) {
        String method = Long.toString(random.nextLong() >>> 1, 36).toUpperCase(Locale.ROOT);
        ask(socket, out, "M" + method + " /known", server.port());
        server.awaitEnd();
        ask(socket, out, "GET /" + Long.toHexString(random.nextLong()), server.port());
        server.awaitEnd();
      }
    }

    assertThat(values("http.server.requests", "method")).containsExactly("GET", "UNKNOWN");
    assertThat(values("http.server.requests", "uri")).containsExactly("/known", "NOT_FOUND");
    assertThat(registry.get("http.server.requests").timers().stream().mapToLong(Timer::count).sum())
        .isEqualTo(2_000);
  }

  /** Asks on a connection that stays open, and reads the answer to its end. */
  private static void ask(Socket socket, OutputStream out, String start, int port)
      throws IOException {
    out.write((start + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n").getBytes(US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after " + head);
      }
      head.append((char) next);
    }
    int length = head.indexOf("Content-Length: ");
    if (length >= 0) {
      int from = length + "Content-Length: ".length();
      int body = Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)));
      assertThat(socket.getInputStream().readNBytes(body)).hasSize(body);
    }
  }

  @Test
  void end_routesPastTheLimit_becomeOtherWithOneWarning() {
    try (RecordedLog log = new RecordedLog(Metrics.class.getName())) {
      Backstop backstop = backstop(Metrics.builder(registry).maxRoutes(3));

      for (int i = 0; i < 100; i++) {
        String route = "/orders/" + i;
        new Sent().to(backstop, exchange -> exchange.route(route), 200);
      }
      new Sent().to(backstop, exchange -> exchange.route("/orders/1"), 200);
      new Sent().to(backstop, exchange -> {}, 404); // no route: a fixed word, never counted

      assertThat(values("http.server.requests", "uri"))
          .containsExactly("/orders/0", "/orders/1", "/orders/2", "NOT_FOUND", "OTHER");
      assertThat(registry.get("http.server.requests").tag("uri", "/orders/1").timer().count())
          .isEqualTo(2);
      assertThat(log.only().getLevel()).isEqualTo(Level.WARN);
      assertThat(log.only().getFormattedMessage()).contains("'uri'", "3 distinct", "'OTHER'");
    }
  }

  @Test
  void end_routeTooLongForATag_isOther() {
    new Sent().to(backstop(), exchange -> exchange.route("/" + "a".repeat(300)), 200);

    assertThat(values("http.server.requests", "uri")).containsExactly("OTHER");
  }

  @Test
  void end_exceptionsPastTheLimit_becomeOther() {
    Backstop backstop = backstop(Metrics.builder(registry).maxExceptions(2));
    List<Throwable> errors =
        List.of(
            new IllegalStateException(),
            new IllegalArgumentException(),
            new ArithmeticException(),
            new IOException(),
            new IllegalStateException());

    for (Throwable error : errors) {
      new Sent().to(backstop, exchange -> exchange.recordError(error), 409);
    }
    new Sent().to(backstop, exchange -> {}, 409);

    assertThat(values("http.server.requests", "exception"))
        .containsExactly("IllegalArgumentException", "IllegalStateException", "none", "other");
    assertThat(values("http.server.requests", "error"))
        .isEqualTo(values("http.server.requests", "exception"));
  }

  @Test
  void end_cleanupsPastTheLimit_becomeOther() {
    Backstop backstop = backstop(Metrics.builder(registry).maxCleanups(2));

    for (int i = 0; i < 50; i++) {
      String name = "cleanup-" + i;
      new Sent()
          .to(
              backstop,
              exchange -> exchange.cleanups().register(name, outcome -> Integer.parseInt("x")),
              200);
    }

    assertThat(values("backstop.cleanup.failures", "cleanup"))
        .containsExactly("cleanup-0", "cleanup-1", "other");
    assertThat(registry.get("backstop.cleanup.failures").tag("cleanup", "other").counter().count())
        .isEqualTo(48);
  }
}
