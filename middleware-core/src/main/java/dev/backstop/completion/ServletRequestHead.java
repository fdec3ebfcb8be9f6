package dev.backstop.completion;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: the head of a servlet request.
 *
 * @param request the request of the first dispatch
 */
public record ServletRequestHead(HttpServletRequest request) implements RequestHead {
  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return request.getRequestURI();
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public String scheme() {
    return request.getScheme();
  }

  @Override
  public String protocol() {
    return request.getProtocol();
  }

  @Override
  public @Nullable String serverName() {
    return request.getServerName();
  }

  @Override
  public int serverPort() {
    return request.getServerPort();
  }

  @Override
  public @Nullable String peerAddress() {
    return request.getRemoteAddr();
  }

  @Override
  public int peerPort() {
    return request.getRemotePort();
  }

  @Override
  public @Nullable Principal principal() {
    return request.getUserPrincipal();
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeader(name);
  }

  @Override
  public List<String> headers(String name) {
    Enumeration<String> values = request.getHeaders(name);
    return values == null || !values.hasMoreElements() ? List.of() : Collections.list(values);
  }

  @Override
  public Iterable<String> headerNames() {
    Enumeration<String> names = request.getHeaderNames();
    return names == null ? List.of() : Collections.list(names);
  }
}
