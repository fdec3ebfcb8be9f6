package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.slo.ServiceLevels;
import dev.backstop.slo.Slo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tomcat tells of where the time of an exchange went. */
class TomcatSloTest {
  private static final byte[] BODY = new byte[8 * 1024 * 1024];

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Semaphore ended = new Semaphore(0);
  private final AtomicLong arrivedBefore = new AtomicLong(-1);
  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();
  @TempDir private Path base;

  @BeforeEach
  void start() throws Exception {
    ServiceLevels levels =
        ServiceLevels.create(
            registry,
            Slo.latency("*", Duration.ofMillis(250), 0.9).named("answer"),
            Slo.occupancy("*", Duration.ofMillis(250), 0.9).named("released"));
    Backstop backstop =
        Backstop.builder().use(levels).onOutcome((outcome, report) -> ended.release()).build();
    tomcat.setBaseDir(base.toString());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", base.toString());
    context.addServletContainerInitializer(
        (types, servlets) -> {
          backstop.install(servlets);
          servlets
              .addServlet(
                  "application",
                  new HttpServlet() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                      serve(Exchange.of(request), request, response);
                    }
                  })
              .addMapping("/*");
        },
        Set.of());
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  private void serve(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    exchange
        .request()
        .arrivedNanos()
        .ifPresent(arrived -> arrivedBefore.set(System.nanoTime() - arrived));
    switch (request.getRequestURI()) {
      case "/large" -> response.getOutputStream().write(BODY);
      case "/slow-close" -> exchange.cleanups().register("db.close", outcome -> pass(400));
      default -> {}
    }
  }

  private static void pass(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private RawHttpClient ask(String target, int buffer) {
    return RawHttpClient.connect(connector.getLocalPort(), buffer)
        .send("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  }

  private Map<String, Integer> counted() throws InterruptedException {
    assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    Map<String, Integer> counted = new TreeMap<>();
    for (Counter counter : registry.find("backstop.slo.events").counters()) {
      if (counter.count() > 0) {
        counted.put(
            counter.getId().getTag("slo") + " " + counter.getId().getTag("cause"),
            (int) counter.count());
      }
    }
    return counted;
  }

  @Test
  void end_clientReadsLate_isBlamedOnTheWrite() throws Exception {
    try (RawHttpClient client = ask("/large", 4 * 1024)) {
      pass(600); // the client's own slowness
      assertThat(client.read("GET").status()).isEqualTo(200);
    }

    assertThat(counted())
        .isEqualTo(Map.of("answer response_write", 1, "released response_write", 1));
  }

  @Test
  void end_slowCleanup_isBlamedForTheOccupancyAlone() throws Exception {
    try (RawHttpClient client = ask("/quick", 0)) { // loads what the first request loads
      assertThat(client.read("GET").status()).isEqualTo(200);
      assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }
    registry.clear();
    try (RawHttpClient client = ask("/slow-close", 0)) {
      assertThat(client.read("GET").status()).isEqualTo(200);
    }

    assertThat(counted()).isEqualTo(Map.of("answer none", 1, "released cleanup:db.close", 1));
  }

  @Test
  void arrivedNanos_headInTwoParts_isWhenItsFirstByteCame() throws Exception {
    try (RawHttpClient client = RawHttpClient.connect(connector.getLocalPort())) {
      client.send("GET /quick HTTP/1.1\r\nHo");
      pass(300);
      client.send("st: test\r\nConnection: close\r\n\r\n");
      assertThat(client.read("GET").status()).isEqualTo(200);
    }

    assertThat(arrivedBefore.get()).isBetween(250_000_000L, 20_000_000_000L);
  }
}
