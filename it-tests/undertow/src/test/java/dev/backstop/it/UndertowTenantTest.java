package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.TenantContract;

class UndertowTenantTest extends TenantContract {
  @Override
  protected ContextServer newServer() {
    return new UndertowContexts();
  }
}
