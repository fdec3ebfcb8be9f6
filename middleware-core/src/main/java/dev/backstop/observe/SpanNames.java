package dev.backstop.observe;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The names of the spans of one method: {@code {method} {route}}, each made once. */
final class SpanNames {
  private static final int MOST = 1_000; // past it a name is made each time

  private final String method;
  private final ConcurrentMap<String, String> byRoute = new ConcurrentHashMap<>();

  SpanNames(String method) {
    this.method = method;
  }

  /** Returns the name without a route. */
  String withoutRoute() {
    return method;
  }

  String of(String route) {
    String known = byRoute.get(route);
    if (known != null) {
      return known;
    }
    String name = method + " " + route;
    if (byRoute.size() < MOST) {
      byRoute.put(route, name);
    }
    return name;
  }
}
