package dev.backstop;

import dev.backstop.completion.Exchanges;
import dev.backstop.jetty.JettySource;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** What the Servlet API tells of a request, without the objects that Jetty makes for it. */
final class JettyShortcuts {
  private static final Object RECYCLED = new Object();
  private static final boolean JETTY = isJettyPresent();

  private JettyShortcuts() {}

  private static boolean isJettyPresent() {
    try {
      return JettySource.knowsRequests();
    } catch (LinkageError absent) {
      return false;
    }
  }

  /**
   * Returns the innermost exchange of a request, from its attribute or, where that would cost a map
   * of its own, from where Jetty's package keeps it; or what stands for one that is over; or null.
   */
  static @Nullable Object innermostOf(ServletRequest request) {
    Object attribute;
    try {
      attribute = request.getAttribute(Exchanges.ATTRIBUTE);
    } catch (RuntimeException recycled) { // the container has taken the request back
      return RECYCLED;
    }
    return attribute == null && JETTY ? JettySource.innermostOf(request) : attribute;
  }

  /** Returns the pattern of a request's servlet mapping; null where its mapping is to be asked. */
  static @Nullable String patternOf(ServletRequest request) {
    return JETTY ? JettySource.patternOf(request) : null;
  }
}
