package dev.backstop;

import dev.backstop.completion.Exchanges;
import dev.backstop.jetty.JettySource;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The innermost exchange of a request: in its attribute or, where the first attribute is dear, in a
 * place that Backstop has in the container.
 */
final class Innermost {
  private static final boolean JETTY = isJettyPresent();

  private Innermost() {}

  private static boolean isJettyPresent() {
    try {
      return JettySource.keepsExchanges();
    } catch (LinkageError absent) {
      return false;
    }
  }

  /** Returns it, or what stands for one that is over; null where there is none. */
  static @Nullable Object of(ServletRequest request) {
    Object attribute = request.getAttribute(Exchanges.ATTRIBUTE);
    return attribute == null && JETTY ? JettySource.innermostOf(request) : attribute;
  }
}
