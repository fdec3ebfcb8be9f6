package dev.backstop.it;

import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.ExchangeContract;

class TomcatContractTest extends ExchangeContract {
  @Override
  protected ContainerUnderTest container() {
    return new EmbeddedTomcat();
  }
}
