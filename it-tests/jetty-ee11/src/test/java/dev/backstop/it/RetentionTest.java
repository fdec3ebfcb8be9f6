package dev.backstop.it;

import dev.backstop.harness.stress.RetentionContract;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;

/** What has ended can be collected, on Jetty 12.1. */
class RetentionTest extends RetentionContract {
  @Override
  public Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception {
    return JettyServers.start(application, errorPages);
  }
}
