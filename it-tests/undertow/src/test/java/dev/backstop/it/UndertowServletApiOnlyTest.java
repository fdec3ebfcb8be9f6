package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.ServletApiOnlyContract;

class UndertowServletApiOnlyTest extends ServletApiOnlyContract {
  @Override
  protected ContextServer newServer() {
    return new UndertowContexts();
  }

  @Override
  protected String expected() {
    return """
        ok 200 PREDICTED COMPLETED
        created 201 PREDICTED COMPLETED
        flushed 202 COMMITTED COMPLETED
        missing 404 PREDICTED COMPLETED
        moved 302 PREDICTED COMPLETED
        throws 500 COMMITTED COMPLETED
        flushedThenThrows 200 COMMITTED TRUNCATED
        asyncCreated 201 PREDICTED COMPLETED
        asyncMissing 404 PREDICTED COMPLETED
        asyncTimesOut 500 ASYNC_COMPLETE COMPLETED
        unavailable 503 PREDICTED COMPLETED
        """;
  }
}
