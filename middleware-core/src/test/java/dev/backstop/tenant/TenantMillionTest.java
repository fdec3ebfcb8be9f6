package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.Backstop;
import dev.backstop.LogLines;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.PitfallListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A flood of tenants costs what a hundred tenants cost. */
class TenantMillionTest {
  private static final int MILLION = 1_000_000;
  private static final long FLAT_BYTES = 1 << 20; // one byte a tenant; one reference would be four

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private Tenants tenants() {
    return Tenants.builder(TenantResolver.header("X-Tenant"))
        .policy(
            TenantPolicy.builder()
                .tenants("finance", finance -> finance.ids("bank"))
                .tenants("games", games -> games.prefix("tenant-1").oneIn(10))
                .build())
        .meters(registry)
        .baggage()
        .logField("tenant")
        .build();
  }

  private static LogLines everyLine() {
    ((Logger) LoggerFactory.getLogger("dev.backstop")).setLevel(Level.TRACE);
    return LogLines.of("dev.backstop");
  }

  @AfterEach
  void restoreLevel() {
    ((Logger) LoggerFactory.getLogger("dev.backstop")).setLevel(null);
  }

  private static long liveBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) { // what is referenced weakly goes with a later collection
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void tenants_aMillionOfThem_areBoundedFlatAndSilent() {
    try (LogLines log = everyLine();
        OpenTelemetrySdk telemetry =
            OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().build())
                .build()) {
      Backstop backstop =
          Backstop.builder()
              .use(Tracing.create(telemetry))
              .use(Metrics.create(registry))
              .use(tenants())
              .onPitfall(PitfallListener.logging())
              .build();
      Asked.by("bank").in(backstop, exchange -> {});

      long start = System.nanoTime();
      flood(backstop, 0, MILLION / 10);
      int metersEarly = registry.getMeters().size();
      long bytesEarly = liveBytes();
      int linesEarly = log.lines().size();
      flood(backstop, MILLION / 10, MILLION);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      long grown = liveBytes() - bytesEarly;
      System.out.println(
          "1,000,000 tenants: "
              + seconds
              + " s, "
              + registry.getMeters().size()
              + " meters, live heap "
              + bytesEarly
              + " B after the first tenth, "
              + grown
              + " B more at the end");

      assertThat(registry.find("backstop.tenant.requests").timers())
          .as("100 tenants, and other of three classes at two rates")
          .hasSizeBetween(100, 106);
      assertThat(registry.getMeters()).hasSize(metersEarly);
      assertThat(grown).isLessThan(FLAT_BYTES);
      assertThat(log.lines()).hasSize(linesEarly).hasSizeLessThanOrEqualTo(1);
      assertThat(registry.get("backstop.tenant.requests").tag("tenant", "bank").timer().count())
          .isEqualTo(1);
    }
  }

  private void flood(Backstop backstop, int from, int to) {
    for (int i = from; i < to; i++) {
      Asked.by("tenant-" + i).in(backstop, exchange -> {});
    }
  }

  @Test
  void tenants_thousandsOverARealSocket_areBoundedAndSilent() throws Exception {
    int many = 5_000;
    try (LogLines log = everyLine();
        TenantServer server =
            new TenantServer(TenantServer.By.INSTALL, Backstop.builder().use(tenants()))
                .on("/*", (request, response) -> response.setContentLength(0))
                .start();
        Socket socket = server.connect()) {
      for (int i = 0; i < many; i++) {
        TenantServer.ask(socket, "/", "X-Tenant: tenant-" + i);
      }
      for (int i = 0; i < many; i++) {
        server.awaitEnd();
      }

      assertThat(registry.find("backstop.tenant.requests").timers()).hasSizeBetween(100, 106);
      assertThat(log.lines()).hasSizeLessThanOrEqualTo(1);
      assertThat(server.pitfalls()).isEmpty();
    }
  }
}
