package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.TenantContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatTenantTest extends TenantContract {
  @TempDir Path base;

  @Override
  protected ContextServer newServer() {
    return new TomcatContexts(base);
  }
}
