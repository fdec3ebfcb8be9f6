package dev.backstop;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request that the application has not named: Spring's best-matching pattern,
 * else the pattern of the servlet mapping, both with the context path in front. Never the raw path.
 */
final class Route {
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private Route() {}

  /**
   * Looks at the request at the exit of a dispatch.
   *
   * @param before what an earlier dispatch of the exchange found
   */
  static @Nullable String find(
      HttpServletRequest request, DispatcherType type, @Nullable String before) {
    if (type == DispatcherType.ERROR) {
      return before; // the route of an error page is not the route of the exchange
    }
    if (request.getAttribute(SPRING_PATTERN) instanceof String pattern) {
      return inContext(request, pattern);
    }
    return before != null ? before : ofMapping(request);
  }

  private static @Nullable String ofMapping(HttpServletRequest request) {
    String known = JettyShortcuts.patternOf(request);
    if (known != null) {
      return inContext(request, known.isEmpty() ? "/" : known);
    }
    HttpServletMapping mapping = request.getHttpServletMapping();
    // The default servlet matches everything, which says nothing.
    if (mapping == null
        || mapping.getMappingMatch() == null
        || mapping.getMappingMatch() == MappingMatch.DEFAULT
        || mapping.getPattern() == null) {
      return null;
    }
    String pattern = mapping.getPattern();
    return inContext(request, pattern.isEmpty() ? "/" : pattern);
  }

  /** Returns the class of the servlet that a request was mapped to, or null. */
  static @Nullable String servletClass(@Nullable HttpServletRequest request) {
    if (request == null) {
      return null;
    }
    try {
      HttpServletMapping mapping = request.getHttpServletMapping();
      ServletRegistration servlet =
          mapping == null
              ? null
              : request.getServletContext().getServletRegistration(mapping.getServletName());
      return servlet == null ? null : servlet.getClassName();
    } catch (RuntimeException unsupported) {
      return null; // a context may refuse to name its servlets, and has ended perhaps
    }
  }

  private static String inContext(HttpServletRequest request, String pattern) {
    String context = request.getContextPath();
    return context == null || context.isEmpty() ? pattern : context + pattern;
  }
}
