package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import org.junit.jupiter.api.Test;

class OutcomeHistoryTest {
  private final OutcomeHistory history = new OutcomeHistory();

  @Test
  void accept_moreThanAHundred_keepsTheLastNewestFirst() {
    for (int i = 1; i <= 105; i++) {
      accept("/" + i, new CleanupRegistry());
    }

    assertThat(history.newestFirst()).hasSize(100);
    assertThat(history.newestFirst().get(0).path()).isEqualTo("/105");
    assertThat(history.newestFirst().get(99).path()).isEqualTo("/6");
  }

  @Test
  void accept_cleanups_areToldInTheOrderInWhichTheyRan() {
    CleanupRegistry cleanups = new CleanupRegistry();
    cleanups.register("first", outcome -> {});
    cleanups.register(
        "second",
        outcome -> {
          throw new IllegalStateException("broken");
        });

    accept("/", cleanups);

    assertThat(history.newestFirst().get(0).cleanups())
        .containsExactly(
            new OutcomeRecord.CleanupRecord("second", "java.lang.IllegalStateException: broken"),
            new OutcomeRecord.CleanupRecord("first", null));
  }

  private void accept(String path, CleanupRegistry cleanups) {
    Outcome outcome =
        new Outcome(
            "GET",
            path,
            null,
            200,
            StatusSource.CONTAINER,
            Ending.COMPLETED,
            null,
            false,
            false,
            0,
            1);
    history.accept(outcome, cleanups.unwind(outcome));
  }
}
