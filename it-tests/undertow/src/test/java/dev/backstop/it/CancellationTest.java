package dev.backstop.it;

import dev.backstop.harness.cancellation.CancellationContract;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;

/** What cancels an exchange on Undertow 2.3. */
class CancellationTest extends CancellationContract {
  @Override
  protected String container() {
    return "undertow";
  }

  @Override
  public Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception {
    return UndertowServers.start(application, errorPages);
  }
}
