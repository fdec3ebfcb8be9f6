package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.servlet.DispatcherType;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What the detectors cost where nothing is wrong. */
class DetectorCostTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  private static void inExchange(Consumer<Exchange> work) {
    new Sent().to(Backstop.builder().build(), work, 200);
  }

  private static long bytesADispatch(Exchange exchange) {
    Watch watch = LoggingContext.create().start(exchange);
    return Allocation.bytesPerCall(
        () -> {
          try {
            watch.enter(DispatcherType.REQUEST).close();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return watch;
        });
  }

  @Test
  void loggingContext_emptyMdc_allocatesNothingADispatch() {
    MDC.put("before", "an earlier request");
    MDC.remove("before"); // Logback keeps the empty map

    inExchange(exchange -> assertThat(bytesADispatch(exchange)).isZero());
  }

  /** 448 with one field and Logback 1.5, as measured. */
  @Test
  void loggingContext_fieldsOfAnOuterLayer_allocatesTwoCopies() {
    MDC.put("outer", "one");

    inExchange(exchange -> assertThat(bytesADispatch(exchange)).isBetween(1L, 512L));
  }

  @Test
  void off_isLeftOutAndNothingIsAskedOf() {
    assertThat(SpanLedger.create(PitfallLevel.OFF).isOff()).isTrue();
    assertThat(TimerLedger.create(PitfallLevel.OFF).isOff()).isTrue();
    assertThat(ScopeGuard.create(PitfallLevel.OFF).isOff()).isTrue();
    assertThat(SpanLedger.create(PitfallLevel.OFF).isStartRequired()).isFalse();
    SpanProcessor next = SpanProcessor.composite();
    assertThat(SpanLedger.create(PitfallLevel.OFF).before(next)).isSameAs(next);
    assertThat(TimerLedger.create(PitfallLevel.OFF).supportsContext(null)).isFalse();
  }
}
