package dev.backstop.harness.contract;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a situation has to know of a container; how its answers differ stands in {@link
 * Differences}.
 *
 * @param name as in the table of differences
 * @param family the first part of the name: what both versions of a container share
 * @param servletMinor the servlet API is 6.this
 * @param ioThreads the names of threads that must never wait for a cleanup
 */
public record ContainerFacts(String name, String family, int servletMinor, Pattern ioThreads) {
  // Jetty's selectors and workers share one pool; whether it waits is seen by effect.
  private static final Pattern NONE = Pattern.compile("(?!)");
  private static final Pattern TOMCAT = Pattern.compile(".*-(Poller|Acceptor).*");
  private static final Pattern XNIO = Pattern.compile(".* (I/O-\\d+|Accept)");

  /** Jetty 12.1 with Servlet 6.0. */
  public static final ContainerFacts JETTY_EE10 =
      new ContainerFacts("jetty-ee10", "jetty", 0, NONE);

  /** Jetty 12.1 with Servlet 6.1. */
  public static final ContainerFacts JETTY_EE11 =
      new ContainerFacts("jetty-ee11", "jetty", 1, NONE);

  /** Tomcat 10.1. */
  public static final ContainerFacts TOMCAT_10 =
      new ContainerFacts("tomcat-10", "tomcat", 0, TOMCAT);

  /** Tomcat 11. */
  public static final ContainerFacts TOMCAT_11 =
      new ContainerFacts("tomcat-11", "tomcat", 1, TOMCAT);

  /** Undertow 2.3. */
  public static final ContainerFacts UNDERTOW = new ContainerFacts("undertow", "undertow", 0, XNIO);

  static final List<ContainerFacts> ALL =
      List.of(JETTY_EE10, JETTY_EE11, TOMCAT_10, TOMCAT_11, UNDERTOW);

  /** {@return whether the methods that Servlet 6.1 added may be called} */
  public boolean hasServlet61() {
    return servletMinor >= 1;
  }

  /**
   * Returns whether {@code sendError(103)} sends an interim answer; elsewhere it is a final one.
   */
  boolean sendsInterim() {
    return family.equals("jetty");
  }
}
