package dev.backstop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitFailureTest {
  @ParameterizedTest
  @CsvSource({
    "23505, true, false", // unique violation, deferred
    "40001, true, true", // serialization failure
    "40P01, true, true", // PostgreSQL: deadlock
    "40003, false, false", // statement completion unknown
    "44000, true, false",
    "25P02, true, false", // PostgreSQL: a statement had failed
    "08006, false, false", // connection failure
    "08007, false, false", // transaction resolution unknown
    "57P01, false, false", // PostgreSQL: ended by the administrator
    "HY000, false, false",
    ", false, false"
  })
  void commitFailure_state_tellsWhetherItIsCertain(
      String state, boolean refusal, boolean retryable) {
    SQLException failure = new SQLException("commit", state);

    assertThat(CommitFailure.isRefusal(failure)).isEqualTo(refusal);
    assertThat(CommitFailure.isRetryable(failure)).isEqualTo(retryable);
  }
}
