package dev.backstop.it;

import dev.backstop.harness.stress.StressContract;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;

/** Many clients at once on Undertow. */
class StressTest extends StressContract {
  @Override
  public Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception {
    return UndertowServers.start(application, errorPages);
  }
}
