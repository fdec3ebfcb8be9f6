package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.observe.TimerLedger;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.pitfall.PitfallLevel;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Observations that were started in an exchange stop with it, once. */
class TimerLedgerTest {
  private final Queue<Pitfall> told = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private void serve(PitfallLevel level, JettyServer.Application application) throws Exception {
    TimerLedger ledger = TimerLedger.create(level);
    registry
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(meters))
        .observationHandler(ledger);
    try (JettyServer server = new JettyServer()) {
      Backstop.builder()
          .use(ledger)
          .onPitfall(told::add)
          .onOutcome((outcome, report) -> ended.add(outcome))
          .build()
          .install(server.context.getServletContext());
      server.serve("/orders", application).start();
      assertThat(server.status("/orders")).isEqualTo(200);
      assertThat(ended.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private void forgets(HttpServletRequest request, HttpServletResponse response) {
    Observation.start("checkout", registry); // and no stop()
  }

  private void stopsTwice(HttpServletRequest request, HttpServletResponse response) {
    Observation timer = Observation.start("checkout", registry);
    timer.stop();
    timer.stop();
  }

  private void stops(HttpServletRequest request, HttpServletResponse response) {
    Observation.createNotStarted("checkout", registry)
        .observe(() -> Observation.createNotStarted("payment", registry).observe(() -> {}));
  }

  @Test
  void end_observationNotStopped_isReportedWithItsOpener() throws Exception {
    serve(PitfallLevel.EVERY, this::forgets);

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.TIMER_NOT_STOPPED);
    assertThat(told.element().detail()).isEqualTo("checkout");
    assertThat(told.element().site().getClassName()).isEqualTo(TimerLedgerTest.class.getName());
    assertThat(told.element().site().getMethodName()).isEqualTo("forgets");
  }

  @Test
  void stop_twice_isReportedWithTheSecondStop() throws Exception {
    serve(PitfallLevel.EVERY, this::stopsTwice);

    assertThat(meters.get("checkout").timer().count()).isEqualTo(2); // what makes it a pitfall
    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.TIMER_STOPPED_TWICE);
    assertThat(told.element().site().getMethodName()).isEqualTo("stopsTwice");
  }

  @Test
  void stop_once_isSilent() throws Exception {
    serve(PitfallLevel.EVERY, this::stops);

    assertThat(meters.get("payment").timer().count()).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  @Test
  void stop_inACleanup_isInTime() throws Exception {
    serve(
        PitfallLevel.EVERY,
        (request, response) -> {
          Observation timer = Observation.start("checkout", registry);
          Exchange.of(request).cleanups().register("timer", outcome -> timer.stop());
        });

    assertThat(told).isEmpty();
  }

  @Test
  void start_onAnotherThread_belongsToTheExchangeOfItsParent() throws Exception {
    serve(
        PitfallLevel.EVERY,
        (request, response) -> {
          Observation parent = Observation.start("checkout", registry);
          AsyncContext async = request.startAsync(request, response);
          async.start(
              () -> {
                Observation.createNotStarted("lost", registry).parentObservation(parent).start();
                parent.stop();
                async.complete();
              });
        });

    assertThat(told).extracting(Pitfall::detail).containsExactly("lost");
  }

  @Test
  void off_seesNothing() throws Exception {
    serve(PitfallLevel.OFF, this::stopsTwice);

    assertThat(told).isEmpty();
  }
}
