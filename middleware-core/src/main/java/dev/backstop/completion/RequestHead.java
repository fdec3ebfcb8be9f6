package dev.backstop.completion;

import java.security.Principal;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The request line, headers and connection of an exchange, read from the container when asked. All
 * of it is untrusted input.
 *
 * <p>Usable from the start to the end of the exchange. Not thread-safe.
 */
public interface RequestHead {
  /** Returns the method as sent. */
  String method();

  /** Returns the raw path as sent, without query and fragment. */
  String path();

  /** Returns the raw query, or null where there is none. */
  @Nullable String query();

  /** Returns {@code http} or {@code https}. */
  String scheme();

  /** Returns the protocol as in {@code HTTP/1.1}. */
  String protocol();

  /** Returns the host that the client asked for, or null. */
  @Nullable String serverName();

  /** Returns the port that the client asked for; 0 or less where it is unknown. */
  int serverPort();

  /** Returns the address of the peer of the connection, or null. */
  @Nullable String peerAddress();

  /** Returns the port of the peer of the connection; 0 or less where it is unknown. */
  int peerPort();

  /** Returns the user that the container has authenticated by now, or null. */
  default @Nullable Principal principal() {
    return null;
  }

  /**
   * Returns when the container had the request before it, by {@link System#nanoTime}, where the
   * container tells: what lies between that and the start of the exchange is its queue. Jetty tells
   * when it had the whole head, Tomcat the first byte of it, Undertow only where {@code
   * RECORD_REQUEST_START_TIME} is set. What lies unread in a socket while all threads are busy, no
   * container knows of.
   */
  default OptionalLong arrivedNanos() {
    return OptionalLong.empty();
  }

  /** Returns the first value of a header, or null. */
  @Nullable String header(String name);

  /** Returns all values of a header, in the order in which they were sent. */
  List<String> headers(String name);

  /** Returns the names of all headers. */
  Iterable<String> headerNames();
}
