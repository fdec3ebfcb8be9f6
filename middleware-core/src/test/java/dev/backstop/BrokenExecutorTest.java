package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.HandMade.Head;
import dev.backstop.cancellation.CancelReason;
import dev.backstop.outcome.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An executor that throws what no executor should: nothing is lost, and nobody is disturbed. */
class BrokenExecutorTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Backstop backstop =
      Backstop.builder()
          .executor(
              task -> {
                throw new IllegalStateException("not started");
              })
          .build();
  private final ExchangeLife life = backstop.open(Head.get("/orders"), null, this);

  private void note(String event) {
    events.add(event);
  }

  @Test
  void end_onAThreadThatMustNotWait_isUnwoundAllTheSame() {
    life.cancellation().onCancel("reaction", () -> note("reaction"));
    life.cleanups().register("cleanup", outcome -> note("cleanup"));

    life.end(200, Ending.COMPLETED, 0, null, Runnable::run);

    Awaitility.await().until(() -> events.size() == 2);
    assertThat(events).containsExactly("reaction", "cleanup");
  }

  @Test
  void end_noReactions_isUnwoundAllTheSame() {
    life.cleanups().register("cleanup", outcome -> note("cleanup"));

    life.end(200, Ending.COMPLETED, 0, null, Runnable::run);

    assertThat(events).containsExactly("cleanup");
  }

  @Test
  void stage_completes_theRestRuns() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    life.cleanups().register("cleanup", outcome -> note("cleanup"));
    life.cleanups().registerAsync("async", Duration.ofHours(1), outcome -> stage);
    life.end(200, Ending.COMPLETED, 0, null, null);

    stage.complete("");

    Awaitility.await().until(() -> events.contains("cleanup"));
  }

  @Test
  void writeFails_theWriterFeelsNothing() {
    life.cancellation().onCancel("reaction", () -> note("reaction"));

    life.writeFailed(new IOException("broken pipe"));

    Awaitility.await().until(() -> events.contains("reaction"));
    assertThat(life.cancellation().reason()).isEqualTo(CancelReason.CLIENT_GONE);
  }
}
