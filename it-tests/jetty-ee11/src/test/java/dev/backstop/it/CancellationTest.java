package dev.backstop.it;

import dev.backstop.harness.cancellation.CancellationContract;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;

/** What cancels an exchange on Jetty 12.1. */
class CancellationTest extends CancellationContract {
  @Override
  protected String container() {
    return "jetty";
  }

  @Override
  public Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception {
    return JettyServers.start(application, errorPages);
  }
}
