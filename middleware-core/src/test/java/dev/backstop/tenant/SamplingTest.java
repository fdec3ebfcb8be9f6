package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final BigInteger VALUES = BigInteger.ONE.shiftLeft(56);

  private static String traceId(Random random) {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }

  /** The specification's rule, reckoned with other means: R of 56 bits, taken where R >= T. */
  @Test
  void takes_anyTraceId_decidesAsTheSpecificationDoes() {
    Random random = new Random(1);
    BigInteger threshold =
        new BigDecimal("0.9").multiply(new BigDecimal(VALUES)).toBigInteger(); // 1 in 10
    Sampling oneInTen = Sampling.of(0.1);
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      String id = traceId(random);
      boolean expected = new BigInteger(id, 16).mod(VALUES).compareTo(threshold) >= 0;

      assertThat(oneInTen.takes(id, null)).as(id).isEqualTo(expected);
      taken += expected ? 1 : 0;
    }
    assertThat(taken).isBetween(9_500, 10_500); // 5 standard deviations
  }

  @Test
  void takes_edgeOfTheThreshold_isTaken() {
    Sampling half = Sampling.of(0.5);

    assertThat(half.takes("0".repeat(18) + "80000000000000", null)).isTrue();
    assertThat(half.takes("f".repeat(18) + "7fffffffffffff", null)).isFalse();
  }

  @Test
  void takes_higherShare_takesAllThatALowerOneDoes() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      String id = traceId(random);
      if (Sampling.of(0.01).takes(id, null)) {
        assertThat(Sampling.of(0.1).takes(id, null)).isTrue();
      }
    }
  }

  @Test
  void takes_requestId_isStableAndKeepsItsShare() {
    Sampling oneInTen = Sampling.of(0.1);
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      boolean first = oneInTen.takes(null, "r" + i);
      assertThat(oneInTen.takes(null, "r" + i)).isEqualTo(first);
      taken += first ? 1 : 0;
    }
    assertThat(taken).isBetween(9_500, 10_500);
  }

  @Test
  void takes_traceIdOfAnotherKind_isHashedAndKeepsItsShare() {
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      taken += Sampling.of(0.1).takes("trace-" + i, null) ? 1 : 0;
    }
    assertThat(taken).isBetween(9_500, 10_500);
    assertThat(Sampling.ALL.takes("", null)).isTrue();
  }

  @Test
  void rate_isADecimalThatGivesTheShareBack() {
    assertThat(Sampling.of(0.1).rate()).isEqualTo("0.1");
    assertThat(Sampling.of(1).rate()).isEqualTo("1");
    assertThat(Sampling.of(1.0 / 1_000_000).rate()).isEqualTo("0.000001");
    assertThat(Double.parseDouble(Sampling.of(1.0 / 3).rate())).isEqualTo(1.0 / 3);
  }
}
