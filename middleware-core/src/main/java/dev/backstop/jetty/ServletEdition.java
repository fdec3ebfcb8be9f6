package dev.backstop.jetty;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** One edition of Jetty's servlet layer, as far as Jetty's core is found from it. */
interface ServletEdition {
  /** Returns the class of its requests; fails to link where the edition is not present. */
  Class<? extends ServletRequest> requests();

  /** Returns whether a context is of this edition, so that its requests are. */
  boolean isOf(ServletContext context);

  /**
   * Returns the pattern that a request of this edition, and no wrapper of one, was matched by; null
   * where only its mapping tells.
   */
  @Nullable PathSpec patternOf(ServletRequest request);

  /** Returns what is below a request without wrappers; null if it is not of this edition. */
  @Nullable Request coreOf(ServletRequest bare);
}
