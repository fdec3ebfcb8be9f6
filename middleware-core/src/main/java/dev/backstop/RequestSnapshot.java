package dev.backstop;

import dev.backstop.completion.RequestHead;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request was, readable after the container has recycled it. All of it but the principal is
 * untrusted input.
 *
 * <p>Immutable and thread-safe.
 *
 * @param method the method as sent
 * @param path the raw path as sent, without the query
 * @param query the raw query, or null where there is none; it may carry secrets
 * @param headers the headers that {@link BackstopBuilder#keepHeaders} names and that were sent, in
 *     the order of sending; names without regard to case
 * @param peerAddress the address of the peer of the connection, or null
 * @param peerPort the port of the peer of the connection; 0 or less where it is unknown
 * @param principal the name of the user that the container authenticated, or null; as known at the
 *     last exit of a dispatch, or when the snapshot was first asked for
 */
public record RequestSnapshot(
    String method,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers,
    @Nullable String peerAddress,
    int peerPort,
    @Nullable String principal) {

  /**
   * Makes a snapshot; the headers are copied.
   *
   * @param method the method as sent
   * @param path the raw path as sent, without the query
   * @param query the raw query, or null where there is none
   * @param headers values by name, copied
   * @param peerAddress the address of the peer of the connection, or null
   * @param peerPort the port of the peer; 0 or less where it is unknown
   * @param principal the name of the user that the container authenticated, or null
   */
  public RequestSnapshot {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    headers = Collections.unmodifiableMap(copy);
  }

  static RequestSnapshot of(RequestHead head, List<String> kept) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : kept) {
      List<String> values = head.headers(name);
      if (!values.isEmpty()) {
        headers.put(name, values);
      }
    }
    return new RequestSnapshot(
        head.method(),
        head.path(),
        head.query(),
        headers,
        head.peerAddress(),
        head.peerPort(),
        nameOf(head.principal()));
  }

  /** Returns this, with the user that is known by now. */
  RequestSnapshot withPrincipal(RequestHead head) {
    String now = nameOf(head.principal());
    return now == null || now.equals(principal)
        ? this
        : new RequestSnapshot(method, path, query, headers, peerAddress, peerPort, now);
  }

  private static @Nullable String nameOf(@Nullable Principal principal) {
    return principal == null ? null : principal.getName();
  }

  /**
   * {@return the first value of a header that was kept, or null}
   *
   * @param name without regard to case
   */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }
}
