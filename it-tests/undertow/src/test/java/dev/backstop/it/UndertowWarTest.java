package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.War.InstalledBy;
import dev.backstop.it.installation.WarContract;
import org.junit.jupiter.api.Test;

class UndertowWarTest extends WarContract {
  @Override
  protected ContextServer newServer() {
    return new UndertowContexts();
  }

  @Test
  void war_installedByInitializer_endsEachExchangeOnce() throws Exception {
    assertWarWorks(InstalledBy.INITIALIZER);
  }
}
