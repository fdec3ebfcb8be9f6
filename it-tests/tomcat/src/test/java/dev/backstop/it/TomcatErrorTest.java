package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.ErrorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatErrorTest extends ErrorContract {
  @TempDir Path base;

  @Override
  protected ContextServer newServer() {
    return new TomcatContexts(base);
  }
}
