package dev.backstop;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path pattern as those of servlet mappings (Servlet 6.1, 12.2): {@code /orders} is that path
 * alone, {@code /api/*} is {@code /api} and all below, {@code *.pdf} is an extension, the empty
 * pattern is the root of the context. It is matched with the decoded path inside the context,
 * without path parameters, as the container maps it to servlets: no encoding gets around it.
 *
 * @param text the pattern
 */
record PathPattern(String text) {

  /** Returns what is wrong with a pattern, or null. */
  static @Nullable String mistakeIn(String pattern) {
    boolean form = pattern.isEmpty() || pattern.startsWith("/") || pattern.startsWith("*.");
    int star = pattern.indexOf('*');
    boolean starts = pattern.startsWith("*.");
    boolean stars =
        star < 0
            || (starts && pattern.length() > 2 && pattern.indexOf('*', 1) < 0)
            || (!starts && pattern.endsWith("/*") && star == pattern.length() - 1);
    if (form && stars && !pattern.equals("/") && (!starts || pattern.indexOf('/') < 0)) {
      return null;
    }
    return "expected a pattern of a servlet mapping: \"/orders\", \"/api/*\", \"*.pdf\","
        + " \"/*\" for every path, or \"\" for the root of the context alone";
  }

  /** Returns the path of a request as patterns know it. */
  static String pathOf(HttpServletRequest request) {
    String servletPath = request.getServletPath();
    String rest = request.getPathInfo();
    String path = rest == null ? servletPath : servletPath + rest;
    return path.isEmpty() ? "/" : path;
  }

  /**
   * Returns a path with its empty segments and dots resolved, and without path parameters: Undertow
   * leaves the first two to servlets, and parameters where they follow dots.
   */
  static String withoutDots(String path) {
    if (!path.contains("//") && !path.contains("/.") && path.indexOf(';') < 0) {
      return path;
    }
    List<String> segments = new ArrayList<>();
    for (String each : path.substring(1).split("/", -1)) {
      int parameters = each.indexOf(';');
      String segment = parameters < 0 ? each : each.substring(0, parameters);
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.remove(segments.size() - 1);
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return "/" + String.join("/", segments);
  }

  boolean matches(String path) {
    if (text.isEmpty()) {
      return path.equals("/");
    }
    if (text.startsWith("*.")) {
      return path.endsWith(text.substring(1))
          && path.indexOf('/', path.length() - text.length() + 1) < 0;
    }
    if (text.endsWith("/*")) {
      int prefix = text.length() - 2;
      return path.regionMatches(0, text, 0, prefix)
          && (path.length() == prefix || path.charAt(prefix) == '/');
    }
    return path.equals(text);
  }
}
