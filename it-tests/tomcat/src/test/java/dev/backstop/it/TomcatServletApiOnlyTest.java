package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.ServletApiOnlyContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatServletApiOnlyTest extends ServletApiOnlyContract {
  @TempDir Path base;

  @Override
  protected ContextServer newServer() {
    return new TomcatContexts(base);
  }

  @Override
  protected String expected() {
    return """
        ok 200 PREDICTED COMPLETED
        created 201 PREDICTED COMPLETED
        flushed 202 COMMITTED COMPLETED
        missing 404 PREDICTED COMPLETED
        moved 302 PREDICTED COMPLETED
        throws 500 PREDICTED COMPLETED
        flushedThenThrows 200 COMMITTED TRUNCATED
        asyncCreated 201 ASYNC_COMPLETE COMPLETED
        asyncMissing 404 ASYNC_COMPLETE COMPLETED
        asyncTimesOut 500 ASYNC_COMPLETE COMPLETED
        unavailable 503 PREDICTED COMPLETED
        """;
  }
}
