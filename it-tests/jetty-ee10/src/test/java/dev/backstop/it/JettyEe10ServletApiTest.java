package dev.backstop.it;

import dev.backstop.harness.contract.Instrument;
import dev.backstop.harness.contract.Teeth;
import org.junit.jupiter.api.Test;

/** Installed, with the container's own signal switched off, as in an unknown container. */
class JettyEe10ServletApiTest {
  @Test
  void servletApiOnly_isWrongWhereNamed() throws Exception {
    Teeth.assertWrongWhereNamed(new JettyEe10(), Instrument.servletApiOnly());
  }
}
