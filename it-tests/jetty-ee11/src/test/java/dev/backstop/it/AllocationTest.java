package dev.backstop.it;

import static dev.backstop.pitfall.PitfallLevel.OFF;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.ScopeGuard;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.TimerLedger;
import dev.backstop.observe.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.slf4j.LoggerFactory;

/**
 * Bytes that the server's own threads allocate for a request, over bare Jetty. Bytes are stable
 * where times are not. A limit is the goal of the design or, until that is reached, the last figure
 * and 2 %: it only ever goes down.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AllocationTest {
  // The goal; 351 to 395 were seen.
  private static final long CORE_LIMIT = 400;
  // The goal; 2,220 to 2,420 were seen: the span of the OpenTelemetry SDK and the log event are
  // most.
  private static final long FULL_LIMIT = 2_500;
  // Goal 32 a cleanup.
  private static final long CLEANUP_LIMIT = 32;
  // Goal 16, for all of them.
  private static final long OFF_LIMIT = 16;

  private final List<AllocationServer> servers = new ArrayList<>();
  private AllocationServer bare;
  private AllocationServer core;
  private AllocationServer coreOff;
  private AllocationServer full;
  private AllocationServer one;
  private AllocationServer twentyOne;

  @BeforeAll
  void measure() throws Exception {
    bare = server("bare", null, 0);
    core = server("core", Backstop.builder().build(), 0);
    one = server("one", Backstop.builder().build(), 1);
    twentyOne = server("twentyone", Backstop.builder().build(), 21);
    coreOff = server("coreoff", off(), 0);
    full = server("full", full(), 0);
    for (AllocationServer server : servers) {
      server.ask(15_000);
    }
    for (int round = 0; round < 8; round++) {
      for (AllocationServer server : servers) {
        server.measure(4_000);
      }
    }
    servers.forEach(server -> System.out.println(server + " B/request"));
  }

  private AllocationServer server(String name, Backstop backstop, int cleanups) throws Exception {
    AllocationServer server =
        new AllocationServer(
            name,
            backstop,
            request -> {
              for (int i = 0; i < cleanups; i++) {
                Exchange.of(request).cleanups().register("cleanup", outcome -> {});
              }
            });
    servers.add(server);
    return server;
  }

  /** Formats each event, as a real appender would, and drops it. */
  private static final class Formatting extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      event.getFormattedMessage();
    }
  }

  private static Backstop off() {
    return Backstop.builder()
        .use(SpanLedger.create(OFF))
        .use(ScopeGuard.create(OFF))
        .use(TimerLedger.create(OFF))
        .build();
  }

  private static Backstop full() {
    Logger logger = (Logger) LoggerFactory.getLogger("allocation.access");
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    Formatting formatting = new Formatting();
    formatting.start();
    logger.addAppender(formatting);
    OpenTelemetry telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    return Backstop.builder()
        .use(Tracing.create(telemetry))
        .use(Metrics.create(new SimpleMeterRegistry()))
        .use(AccessLog.builder().logger(logger).build())
        .build();
  }

  @AfterAll
  void stop() throws Exception {
    for (AllocationServer server : servers) {
      server.stop();
    }
  }

  @Test
  void coreAlone_staysBelowItsLimit() {
    assertThat(core.bytes() - bare.bytes()).isBetween(1L, CORE_LIMIT);
  }

  @Test
  void logMetricsAndTrace_stayBelowTheirLimit() {
    assertThat(full.bytes() - bare.bytes()).isBetween(1L, FULL_LIMIT);
  }

  @Test
  void detectorsAtOff_costNothing() {
    assertThat(coreOff.bytes() - core.bytes()).isLessThanOrEqualTo(OFF_LIMIT);
  }

  @Test
  void oneCleanup_costsOneSmallObject() {
    assertThat((twentyOne.bytes() - one.bytes()) / 20).isBetween(1L, CLEANUP_LIMIT);
  }
}
