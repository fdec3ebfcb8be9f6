package dev.backstop.it;

import dev.backstop.harness.contract.Instrument;
import dev.backstop.harness.contract.Teeth;
import org.junit.jupiter.api.Test;

/** The contract has teeth: what cannot hold it is found wrong, where the table says so. */
class JettyEe11TeethTest {
  @Test
  void naiveWrapper_isWrongWhereNamed() throws Exception {
    Teeth.assertWrongWhereNamed(new JettyEe11(), Instrument.naiveWrapper());
  }

  @Test
  void firstSourceWins_isWrongWhereNamed() throws Exception {
    Teeth.assertWrongWhereNamed(new JettyEe11(), Instrument.firstSourceWins());
  }

  /** Elsewhere it is right, or says that it guessed. */
  @Test
  void bareFilter_isWrongWhereNamed() throws Exception {
    Teeth.assertWrongWhereNamed(new JettyEe11(), Instrument.bareFilter());
  }
}
