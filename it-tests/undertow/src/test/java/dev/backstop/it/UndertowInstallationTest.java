package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.InstallationContract;

class UndertowInstallationTest extends InstallationContract {
  @Override
  protected ContextServer newServer() {
    return new UndertowContexts();
  }
}
