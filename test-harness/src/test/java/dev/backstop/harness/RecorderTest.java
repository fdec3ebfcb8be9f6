package dev.backstop.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private final Recorder recorder = new Recorder();

  @AfterEach
  void close() {
    recorder.close();
  }

  private void end(String path, int status) {
    recorder.ended(
        new Outcome(
            "GET",
            path,
            null,
            status,
            StatusSource.CONTAINER,
            Ending.COMPLETED,
            null,
            false,
            false,
            0,
            1),
        new CleanupRegistry().report());
  }

  @Test
  void await_ended_tellsTheOutcomeOfThatPathAlone() {
    recorder.opened("/a");
    end("/a", 201);
    end("/b", 500);

    assertThat(recorder.await("/a").outcome().status()).isEqualTo(201);
    assertThat(recorder.await("/a").opened()).isEqualTo(1);
    assertThat(recorder.paths()).containsExactlyInAnyOrder("/a", "/b");
  }

  @Test
  void await_neverEnded_throws() {
    recorder.opened("/a");

    assertThatThrownBy(() -> recorder.await("/a", Duration.ofMillis(50)))
        .isInstanceOf(ConditionTimeoutException.class)
        .hasMessageContaining("/a");
  }

  @Test
  void end_endedTwice_isAnAssertionError() {
    end("/a", 200);
    end("/a", 200);

    assertThatThrownBy(() -> recorder.now("/a").outcome()).isInstanceOf(AssertionError.class);
  }
}
