package dev.backstop.harness;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One answer as it stood on the socket, and whether all of it came.
 *
 * <p>Immutable and thread-safe, as long as nobody writes into the arrays.
 */
public final class RawResponse {
  /** Whether the answer came whole, judged by its own framing (RFC 9112, 6.3). */
  public enum End {
    /** Up to the last byte that its framing announced, or to the orderly close that delimits it. */
    COMPLETE,
    /** The connection was closed in order before the end. */
    CLOSED_EARLY,
    /** The connection was reset before the end. */
    RESET,
    /** The framing is broken: not a status line, not a chunk. */
    MALFORMED,
    /** Nothing more came before the read timeout. */
    SILENT,
    /** The client itself stopped reading. */
    LEFT
  }

  private final List<String> interimLines;
  private final @Nullable String statusLine;
  private final List<String> headerLines;
  private final byte[] body;
  private final byte[] bytes;
  private final End end;
  private final long endNanos;

  RawResponse(
      List<String> interimLines,
      @Nullable String statusLine,
      List<String> headerLines,
      byte[] body,
      byte[] bytes,
      End end,
      long endNanos) {
    this.interimLines = List.copyOf(interimLines);
    this.statusLine = statusLine;
    this.headerLines = List.copyOf(headerLines);
    this.body = body;
    this.bytes = bytes;
    this.end = end;
    this.endNanos = endNanos;
  }

  /** {@return the status lines of the 1xx answers that came before this one, in order} */
  public List<String> interimLines() {
    return interimLines;
  }

  /** {@return the status line without its line end, or null where none came} */
  public @Nullable String statusLine() {
    return statusLine;
  }

  /** {@return the status; 0 where no status line came} */
  public int status() {
    return statusLine == null ? 0 : Integer.parseInt(statusLine.substring(9, 12));
  }

  /** {@return the header lines as they came, without their line ends} */
  public List<String> headerLines() {
    return headerLines;
  }

  /**
   * {@return the first value of a header, without the blanks around it, or null}
   *
   * @param name without regard to case
   */
  public @Nullable String header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    for (String line : headerLines) {
      if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
        return line.substring(start.length()).trim();
      }
    }
    return null;
  }

  /** {@return the body as far as it came, without transfer coding} */
  public byte[] body() {
    return body;
  }

  /** {@return the body as UTF-8} */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** {@return every byte that was read for this answer, interim answers and framing included} */
  public byte[] bytes() {
    return bytes;
  }

  /** {@return whether the answer came whole, or what cut it} */
  public End end() {
    return end;
  }

  /** {@return whether the answer came whole} */
  public boolean isComplete() {
    return end == End.COMPLETE;
  }

  /** {@return when its last byte was read, by {@link System#nanoTime}} */
  public long endNanos() {
    return endNanos;
  }

  @Override
  public String toString() {
    return (statusLine == null ? "no status line" : statusLine)
        + ", "
        + body.length
        + " body bytes, "
        + end;
  }
}
