package dev.backstop.it;

import dev.backstop.harness.stress.WatchdogContract;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;

/** What does not end by itself, on Undertow. */
class WatchdogTest extends WatchdogContract {
  @Override
  public Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception {
    return UndertowServers.start(application, errorPages);
  }
}
