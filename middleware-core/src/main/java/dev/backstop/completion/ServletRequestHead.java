package dev.backstop.completion;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: the head of a servlet request.
 *
 * @param request the request of the first dispatch
 * @param arrived when the container had it, in nanoseconds; negative where that is not known
 */
public record ServletRequestHead(HttpServletRequest request, long arrived) implements RequestHead {
  /**
   * Makes one of a container that does not tell when it had the request.
   *
   * @param request not kept beyond its exchange
   */
  public ServletRequestHead(HttpServletRequest request) {
    this(request, -1);
  }

  @Override
  public OptionalLong arrivedNanos() {
    return arrived < 0 ? OptionalLong.empty() : OptionalLong.of(arrived);
  }

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
