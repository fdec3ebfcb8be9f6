package dev.backstop.benchmarks.jmh;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.MappingMatch;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that costs nothing of its own: {@code GET /users/42}, mapped to {@code /users/*}. What
 * nobody is expected to ask, it refuses. Used again for each exchange, after {@link #reset}.
 */
final class FreeRequest extends HttpServletRequestWrapper {
  private static final HttpServletMapping MAPPING =
      new Mapping("42", "/users/*", "users", MappingMatch.PATH);
  private static final Map<String, String> HEADERS =
      Map.of("host", "localhost", "user-agent", "overhead", "accept", "application/json");

  private final @Nullable String[] names = new String[8];
  private final @Nullable Object[] values = new Object[8];

  FreeRequest() {
    super(refusing(HttpServletRequest.class));
  }

  private record Mapping(
      String getMatchValue, String getPattern, String getServletName, MappingMatch getMappingMatch)
      implements HttpServletMapping {}

  static UnsupportedOperationException refused(String method) {
    return new UnsupportedOperationException(
        method + " was called, which no benchmark expected; give it an answer that costs nothing");
  }

  /** Returns an object of which nothing may be asked. */
  static <T> T refusing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            FreeRequest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw refused(method.getName());
            }));
  }

  /** Forgets the attributes. */
  void reset() {
    for (int i = 0; i < names.length; i++) {
      names[i] = null;
      values[i] = null;
    }
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    for (int i = 0; i < names.length && names[i] != null; i++) {
      if (name.equals(names[i])) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    int i = 0;
    while (names[i] != null && !name.equals(names[i])) {
      i++;
    }
    names[i] = name;
    values[i] = value;
  }

  @Override
  public void removeAttribute(String name) {
    setAttribute(name, null);
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  @Override
  public boolean isAsyncStarted() {
    return false;
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getRequestURI() {
    return "/users/42";
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  @Override
  public String getScheme() {
    return "http";
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public String getServerName() {
    return "localhost";
  }

  @Override
  public int getServerPort() {
    return 8080;
  }

  @Override
  public String getRemoteAddr() {
    return "127.0.0.1";
  }

  @Override
  public int getRemotePort() {
    return 50_000;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return null;
  }

  @Override
  public HttpServletMapping getHttpServletMapping() {
    return MAPPING;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return HEADERS.get(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String value = HEADERS.get(name);
    return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(HEADERS.keySet());
  }
}
