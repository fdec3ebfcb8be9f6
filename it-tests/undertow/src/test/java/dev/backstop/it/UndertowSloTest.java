package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.slo.ServiceLevels;
import dev.backstop.slo.Slo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Undertow reads requests while all of its workers are busy, and can tell since when. */
class UndertowSloTest {
  private static final byte[] BODY = new byte[8 * 1024 * 1024];

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Semaphore ended = new Semaphore(0);
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch mayGo = new CountDownLatch(1);

  private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    switch (request.getRequestURI()) {
      case "/first" -> {
        inside.countDown();
        try {
          mayGo.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      case "/large" -> response.getOutputStream().write(BODY);
      default -> {}
    }
  }

  private Undertow start(int workers) throws Exception {
    ServiceLevels levels =
        ServiceLevels.create(
            registry,
            Slo.latency("*", Duration.ofMillis(150), 0.9).named("answer"),
            Slo.latency("*", Duration.ofMillis(150), 0.9).named("queued").countingQueueing());
    Backstop backstop =
        Backstop.builder().use(levels).onOutcome((outcome, report) -> ended.release()).build();
    ServletContainerInitializer initializer =
        (types, context) -> {
          backstop.install(context);
          context
              .addServlet(
                  "application",
                  new HttpServlet() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                      serve(request, response);
                    }
                  })
              .addMapping("/*");
        };
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowSloTest.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("slo")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(workers)
            .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, true)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(manager.start())
            .build();
    undertow.start();
    return undertow;
  }

  private static RawHttpClient ask(Undertow undertow, String target, int buffer) {
    int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    return RawHttpClient.connect(port, buffer)
        .send("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  }

  private static void pass(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private Map<String, Integer> counted() {
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
  void end_allWorkersBusy_isBlamedOnTheQueueWhereTheObjectiveCountsIt() throws Exception {
    Undertow undertow = start(1);
    try (RawHttpClient first = ask(undertow, "/first", 0)) {
      inside.await();
      try (RawHttpClient second = ask(undertow, "/second", 0)) {
        pass(400); // the first request's own slowness
        mayGo.countDown();
        assertThat(second.read("GET").status()).isEqualTo(200);
      }
      assertThat(first.read("GET").status()).isEqualTo(200);
      assertThat(ended.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
    } finally {
      undertow.stop();
    }

    assertThat(counted())
        .isEqualTo(
            Map.of("answer handler", 1, "answer none", 1, "queued handler", 1, "queued queue", 1));
  }

  @Test
  void end_clientReadsLate_isBlamedOnTheWrite() throws Exception {
    Undertow undertow = start(4);
    try (RawHttpClient client = ask(undertow, "/large", 4 * 1024)) {
      pass(500); // the client's own slowness
      assertThat(client.read("GET").status()).isEqualTo(200);
      assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      undertow.stop();
    }

    assertThat(counted()).isEqualTo(Map.of("answer response_write", 1, "queued response_write", 1));
  }
}
