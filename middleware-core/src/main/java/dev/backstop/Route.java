package dev.backstop;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * The route of one exchange: what the application set, else Spring's best-matching pattern, else
 * the pattern of the servlet mapping, the last two with the context path in front. Never the raw
 * path.
 */
final class Route {
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private volatile @Nullable String explicit;
  private volatile @Nullable String found;
  private boolean foundBySpring;

  void explicit(@Nullable String template) {
    explicit = template;
  }

  @Nullable String template() {
    String set = explicit;
    return set != null ? set : found;
  }

  /** Looks at the request at the exit of a dispatch, on its thread. */
  void capture(HttpServletRequest request, DispatcherType type) {
    if (explicit != null || type == DispatcherType.ERROR) {
      return; // the route of an error page is not the route of the exchange
    }
    if (request.getAttribute(SPRING_PATTERN) instanceof String pattern) {
      found = inContext(request, pattern);
      foundBySpring = true;
    } else if (found == null && !foundBySpring) {
      HttpServletMapping mapping = request.getHttpServletMapping();
      // The default servlet matches everything, which says nothing.
      if (mapping != null
          && mapping.getMappingMatch() != null
          && mapping.getMappingMatch() != MappingMatch.DEFAULT) {
        String pattern = mapping.getPattern();
        found = pattern == null ? null : inContext(request, pattern.isEmpty() ? "/" : pattern);
      }
    }
  }

  private static String inContext(HttpServletRequest request, String pattern) {
    String context = request.getContextPath();
    return context == null || context.isEmpty() ? pattern : context + pattern;
  }
}
