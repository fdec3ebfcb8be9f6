package dev.backstop.harness.http2;

import java.util.List;
import java.util.Map;

/**
 * One answer as its frames told it.
 *
 * @param interim the 1xx statuses that came before it, in order
 * @param status the status of the HEADERS frame; 0 where none came
 * @param bodyBytes the bytes of its DATA frames
 * @param trailers the fields of the HEADERS frame after the body; empty where none came
 * @param resetCode the error code of the server's RST_STREAM, which may also come after the end; -1
 *     where none came
 * @param end whether it came whole, or what cut it
 */
public record Http2Answer(
    List<Integer> interim,
    int status,
    long bodyBytes,
    Map<String, String> trailers,
    int resetCode,
    End end) {

  /** Whether an answer came whole (RFC 9113, 8.1). */
  public enum End {
    /** A frame had END_STREAM. */
    COMPLETE,
    /** The server sent RST_STREAM before that. */
    RESET,
    /** The connection went away before that. */
    CONNECTION_LOST,
    /** The client itself reset the stream, or closed the connection, before that. */
    LEFT,
    /** None of these so far. */
    OPEN
  }

  /** {@return whether it came whole} */
  public boolean isComplete() {
    return end == End.COMPLETE;
  }
}
