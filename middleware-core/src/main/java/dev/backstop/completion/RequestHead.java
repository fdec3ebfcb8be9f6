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
  /** {@return the method as sent} */
  String method();

  /** {@return the raw path as sent, without query and fragment} */
  String path();

  /** {@return the raw query, or null where there is none} */
  @Nullable String query();

  /** {@return {@code http} or {@code https}} */
  String scheme();

  /** {@return the protocol as in {@code HTTP/1.1}} */
  String protocol();

  /** {@return the host that the client asked for, or null} */
  @Nullable String serverName();

  /** {@return the port that the client asked for; 0 or less where it is unknown} */
  int serverPort();

  /** {@return the address of the peer of the connection, or null} */
  @Nullable String peerAddress();

  /** {@return the port of the peer of the connection; 0 or less where it is unknown} */
  int peerPort();

  /** {@return the user that the container has authenticated by now, or null} */
  default @Nullable Principal principal() {
    return null;
  }

  /**
   * {@return when the container had the request before it, by {@link System#nanoTime}, where the
   * container tells: what lies between that and the start of the exchange is its queue} Jetty tells
   * when it had the whole head, Tomcat the first byte of it, Undertow only where {@code
   * RECORD_REQUEST_START_TIME} is set. What lies unread in a socket while all threads are busy, no
   * container knows of.
   */
  default OptionalLong arrivedNanos() {
    return OptionalLong.empty();
  }

  /**
   * {@return the first value of a header, or null}
   *
   * @param name without regard to case
   */
  @Nullable String header(String name);

  /**
   * {@return all values of a header, in the order in which they were sent}
   *
   * @param name without regard to case
   */
  List<String> headers(String name);

  /** {@return the names of all headers} */
  Iterable<String> headerNames();
}
