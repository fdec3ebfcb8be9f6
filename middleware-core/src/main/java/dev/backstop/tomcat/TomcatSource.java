package dev.backstop.tomcat;

import dev.backstop.completion.CompletionSource;
import dev.backstop.completion.Exchanges;
import jakarta.servlet.ServletContext;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.WebResourceRoot;
import org.jspecify.annotations.Nullable;

/**
 * For the root package: Tomcat's own signal, reached without reflection through the resources that
 * Tomcat puts into every servlet context. The same for Tomcat 10.1 and 11.
 */
public final class TomcatSource implements CompletionSource {
  /** Makes the source. */
  public TomcatSource() {}

  @Override
  public @Nullable Runnable attach(ServletContext context, Exchanges exchanges, Object home) {
    if (!(context.getAttribute(Globals.RESOURCES_ATTR) instanceof WebResourceRoot resources)) {
      return null; // not Tomcat, or its context is not starting yet
    }
    Context tomcats = resources.getContext();
    ExchangeValve valve = new ExchangeValve(exchanges, home);
    tomcats.getPipeline().addValve(valve);
    return () -> {
      tomcats.getPipeline().removeValve(valve);
      valve.disable();
    };
  }
}
