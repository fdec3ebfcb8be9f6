package dev.backstop.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.backstop.FlightRecording;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** The event {@code backstop.Cleanup}, from a registry of its own. */
class CleanupEventTest {
  private static final String NAME = "backstop.Cleanup";
  private static final Outcome OK = Outcomes.completed(200);

  private final CleanupRegistry registry = new CleanupRegistry();

  private static List<String> told(List<RecordedEvent> events) {
    return events.stream()
        .map(
            event ->
                event.getString("name")
                    + " "
                    + event.getString("outcome")
                    + " "
                    + event.getString("failureType"))
        .toList();
  }

  @Test
  void recording_cleanupsOfAllKinds_tellsNameOutcomeThreadAndTime() throws Exception {
    Instant before = Instant.now();
    List<RecordedEvent> events;
    try (FlightRecording recording = new FlightRecording(NAME)) {
      registry.observe("Log", (outcome, report) -> {});
      registry.register("plain", outcome -> Thread.sleep(20)); // it takes that
      registry.register("resource", "it", resource -> {});
      registry.register("failing", outcome -> Integer.parseInt("x"));
      registry
          .register("stuck", outcome -> new CountDownLatch(1).await())
          .timeout(Duration.ofMillis(10));
      registry.register("early", outcome -> {}).runNow();
      registry.register("dismissed", outcome -> {}).dismiss();
      registry.hold("held", "it", resource -> {});
      registry.unwind(OK);
      registry.register("late", outcome -> {});
      events = recording.events();
    }

    assertThat(told(events))
        .containsExactly(
            "early ok null",
            "held ok null",
            "stuck timed_out java.util.concurrent.TimeoutException",
            "failing failed java.lang.NumberFormatException",
            "resource ok null",
            "plain ok null",
            "late ok null");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.getThread().getJavaName())
                  .isEqualTo(Thread.currentThread().getName());
              assertThat(event.getStartTime()).isBetween(before.minusMillis(1), Instant.now());
              assertThat(event.getStackTrace()).isNull();
              assertThat(event.getString("traceId")).isNull();
            });
    assertThat(events.get(2).getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    assertThat(events.get(5).getDuration())
        .isBetween(Duration.ofMillis(20), Duration.between(before, Instant.now()));
    assertThat(events.get(0).getDuration()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void recording_asynchronousCleanup_lastsUntilItsStageHasCompleted() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    List<RecordedEvent> events;
    try (FlightRecording recording = new FlightRecording(NAME)) {
      registry.registerAsync(
          "post",
          Duration.ofSeconds(10),
          outcome ->
              CompletableFuture.runAsync(
                  () -> Integer.parseInt("x"),
                  CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)));
      registry.unwind(OK, report -> over.countDown());
      over.await();
      events = recording.events();
    }

    assertThat(told(events)).containsExactly("post failed java.lang.NumberFormatException");
    assertThat(events.get(0).getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(19));
    assertThat(events.get(0).getThread().getJavaName())
        .isNotEqualTo(Thread.currentThread().getName());
  }

  @Test
  void recording_hostileName_isCleanedAndBounded() throws Exception {
    List<RecordedEvent> events;
    try (FlightRecording recording = new FlightRecording(NAME)) {
      registry.register("a\nb" + "x".repeat(10_000), outcome -> {});
      registry.unwind(OK);
      events = recording.events();
    }

    assertThat(events.get(0).getString("name")).startsWith("a\\u000ab").hasSizeLessThan(2_100);
  }

  @Test
  void threshold_aboveTheDuration_recordsNothing() throws Exception {
    try (FlightRecording recording = new FlightRecording();
        Recording slow = new Recording()) {
      slow.enable(NAME).withThreshold(Duration.ofSeconds(10));
      slow.start();
      registry.register("fast", outcome -> {});
      registry.unwind(OK);
      slow.stop();

      assertThat(recording.events()).isEmpty();
    }
  }

  /** Before the first recording ever, and after one: its class has changed by then. */
  @Test
  void off_beforeAndAfterARecording_allocatesNothing() throws Exception {
    assertThat(bytesOfAThousandQuestions()).isZero();
    try (FlightRecording recording = new FlightRecording(NAME)) {
      assertThat(CleanupEvents.begin()).isNotNull();
      assertThat(bytesOfAThousandQuestions()).isPositive(); // this test can fail
      recording.events();
    }

    assertThat(CleanupEvents.begin()).isNull();
    assertThat(bytesOfAThousandQuestions()).isZero();
  }

  private static long bytesOfAThousandQuestions() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        CleanupEvents.end(CleanupEvents.begin(), "name", null, QUIET);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static final CleanupMonitor QUIET = new StandaloneMonitor();
}
