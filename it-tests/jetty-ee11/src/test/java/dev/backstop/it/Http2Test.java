package dev.backstop.it;

import dev.backstop.harness.http2.Http2Contract;
import dev.backstop.harness.http2.Http2Fact;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** HTTP/2 on Jetty 12.1. */
class Http2Test extends Http2Contract {
  @Override
  protected Set<Http2Fact> facts() {
    return Set.of();
  }

  @Override
  public Server start(Consumer<ServletContext> application, Map<Integer, String> errorPages)
      throws Exception {
    return JettyServers.start(application, errorPages);
  }
}
