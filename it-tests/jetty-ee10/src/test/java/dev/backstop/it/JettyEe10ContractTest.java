package dev.backstop.it;

import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.ExchangeContract;

class JettyEe10ContractTest extends ExchangeContract {
  @Override
  protected ContainerUnderTest container() {
    return new JettyEe10();
  }
}
