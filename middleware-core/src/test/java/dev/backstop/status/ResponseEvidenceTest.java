package dev.backstop.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseEvidenceTest {
  private final ResponseEvidence evidence = new ResponseEvidence();

  @ParameterizedTest
  @ValueSource(ints = {101, 200, 299, 404, 599, 600, 999})
  void set_everyStatusOfThreeDigits_isKept(int status) {
    evidence.set(status);
    assertThat(evidence.status()).isEqualTo(status);

    evidence.commit(status);
    assertThat(evidence.snapshot()).isEqualTo(new Evidence(status, true, 0));
  }

  @Test
  void wrote_aTerabyte_isExactAndTouchesNothingElse() {
    evidence.set(404);
    long terabyte = 1L << 40;

    evidence.wrote(terabyte);
    evidence.wrote(3);

    assertThat(evidence.snapshot()).isEqualTo(new Evidence(404, false, terabyte + 3));
    assertThat(evidence.isClosed()).isFalse();
    assertThat(evidence.isDecided()).isFalse();
  }

  @Test
  void close_keepsStatusCommitAndBytes() {
    evidence.commit(404);
    evidence.wrote(3);

    evidence.close();

    assertThat(evidence.isClosed()).isTrue();
    assertThat(evidence.snapshot()).isEqualTo(new Evidence(404, true, 3));
  }

  @Test
  void commit_again_theFirstStays() {
    evidence.commit(404);

    evidence.commit(500);

    assertThat(evidence.status()).isEqualTo(404);
  }
}
