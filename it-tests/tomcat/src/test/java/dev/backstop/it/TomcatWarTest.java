package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.War.InstalledBy;
import dev.backstop.it.installation.WarContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomcatWarTest extends WarContract {
  @TempDir Path base;

  @Override
  protected ContextServer newServer() {
    return new TomcatContexts(base);
  }

  @Override
  protected boolean reloadPinsClassLoader() {
    // A context keeps its access logs for good, and so the class of ours: redeploy it instead.
    return true;
  }

  @Test
  void war_installedByInitializer_endsEachExchangeOnce() throws Exception {
    assertWarWorks(InstalledBy.INITIALIZER);
  }
}
