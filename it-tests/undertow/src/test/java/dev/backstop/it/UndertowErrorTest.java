package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.ErrorContract;

class UndertowErrorTest extends ErrorContract {
  @Override
  protected ContextServer newServer() {
    return new UndertowContexts();
  }
}
