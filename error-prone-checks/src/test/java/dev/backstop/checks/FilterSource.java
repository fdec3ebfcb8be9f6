package dev.backstop.checks;

/** Filters to check, of which a test writes what is its own. */
final class FilterSource {
  private FilterSource() {}

  /** A filter named Probe with this body, and other members. */
  static String of(String body, String... members) {
    return """
    import dev.backstop.Exchange;
    import jakarta.servlet.*;
    import jakarta.servlet.http.*;
    import java.io.*;
    import java.time.*;
    import java.util.*;
    import java.util.concurrent.*;
    import org.slf4j.Logger;
    import org.slf4j.LoggerFactory;

    class Probe extends HttpFilter {
      private static final Logger log = LoggerFactory.getLogger(Probe.class);
      private final ExecutorService executor = Executors.newCachedThreadPool();

      @Override
      protected void doFilter(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws IOException, ServletException {
    """
        + body
        + """
          }
        """
        + String.join("\n", members)
        + """
        }
        """;
  }

  /** The same in the namespace that was before. */
  static String javax(String body, String... members) {
    return of(body, members)
        .replace("import dev.backstop.Exchange;", "")
        .replace("jakarta.servlet", "javax.servlet");
  }
}
