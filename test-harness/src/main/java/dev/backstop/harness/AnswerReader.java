package dev.backstop.harness;

import dev.backstop.harness.RawResponse.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the bytes of a connection apart into answers (RFC 9112), and says where one was cut. */
final class AnswerReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5]\\d\\d( .*)?");
  private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9a-fA-F]{1,15}(;.*)?");

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private int allowance; // bytes that the client still wants to read
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  AnswerReader(InputStream in) {
    this.in = in;
  }

  /** The answer ends here, and not where it should. */
  private static final class CutException extends Exception {
    private static final long serialVersionUID = 1;
    private final End end;

    CutException(End end) {
      super(end.name());
      this.end = end;
    }
  }

  RawResponse read(String method, int atMost) {
    allowance = atMost;
    bytes = new ByteArrayOutputStream();
    List<String> interim = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String statusLine = null;
    End end = End.COMPLETE;
    try {
      statusLine = readHead(interim, headers);
      readBody(method, statusLine, headers, body);
    } catch (CutException cut) {
      end = cut.end;
      statusLine = statusLine == null ? statusLineSoFar(interim.size()) : statusLine;
    }
    return new RawResponse(
        interim,
        statusLine,
        headers,
        body.toByteArray(),
        bytes.toByteArray(),
        end,
        System.nanoTime());
  }

  private String readHead(List<String> interim, List<String> headers) throws CutException {
    while (true) {
      String statusLine = readLine();
      if (!STATUS_LINE.matcher(statusLine).matches()) {
        throw new CutException(End.MALFORMED);
      }
      boolean isInterim = statusLine.charAt(9) == '1' && !statusLine.startsWith("101", 9);
      if (isInterim) {
        interim.add(statusLine);
      }
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        if (!isInterim) {
          headers.add(line);
        }
      }
      if (!isInterim) {
        return statusLine;
      }
    }
  }

  /** The head was cut; its first line may have come all the same. */
  private @Nullable String statusLineSoFar(int interim) {
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < interim; i++) {
      text = text.substring(Math.max(0, text.indexOf("\r\n\r\n") + 4));
    }
    int lineEnd = text.indexOf("\r\n");
    String line = lineEnd < 0 ? text : text.substring(0, lineEnd);
    return STATUS_LINE.matcher(line).matches() ? line : null;
  }

  private void readBody(
      String method, String statusLine, List<String> headers, ByteArrayOutputStream body)
      throws CutException {
    String status = statusLine.substring(9, 12);
    if (method.equals("HEAD")
        || status.equals("101")
        || status.equals("204")
        || status.equals("304")) {
      return;
    }
    String coding = valueOf(headers, "transfer-encoding:");
    String length = valueOf(headers, "content-length:");
    if (coding != null && coding.toLowerCase(Locale.ROOT).endsWith("chunked")) {
      readChunks(body);
    } else if (length != null) {
      copy(Long.parseLong(length), body);
    } else {
      for (int next = nextOrEnd(); next >= 0; next = nextOrEnd()) {
        body.write(next);
      }
    }
  }

  private static @Nullable String valueOf(List<String> headers, String start) {
    for (String line : headers) {
      if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
        return line.substring(start.length()).trim();
      }
    }
    return null;
  }

  private void readChunks(ByteArrayOutputStream body) throws CutException {
    while (true) {
      String size = readLine();
      if (!CHUNK_SIZE.matcher(size).matches()) {
        throw new CutException(End.MALFORMED);
      }
      int extension = size.indexOf(';');
      long length = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        while (!readLine().isEmpty()) {
          // trailers are in bytes()
        }
        return;
      }
      copy(length, body);
      if (!readLine().isEmpty()) {
        throw new CutException(End.MALFORMED);
      }
    }
  }

  private void copy(long length, ByteArrayOutputStream to) throws CutException {
    long missing = length;
    while (missing > 0) {
      to.write(next());
      missing--;
      int block = (int) Math.min(Math.min(missing, limit - position), allowance);
      to.write(buffer, position, block);
      bytes.write(buffer, position, block);
      position += block;
      allowance -= block;
      missing -= block;
    }
  }

  private String readLine() throws CutException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = next();
      if (next == '\n') {
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
      }
      line.append((char) next);
    }
  }

  private int next() throws CutException {
    int next = nextOrEnd();
    if (next < 0) {
      throw new CutException(End.CLOSED_EARLY);
    }
    return next;
  }

  private int nextOrEnd() throws CutException {
    if (allowance == 0) {
      throw new CutException(End.LEFT);
    }
    if (position == limit && !fill()) {
      return -1;
    }
    allowance--;
    int next = buffer[position++] & 0xFF;
    bytes.write(next);
    return next;
  }

  private boolean fill() throws CutException {
    position = 0;
    limit = 0;
    try {
      limit = Math.max(0, in.read(buffer, 0, Math.min(buffer.length, allowance)));
    } catch (SocketTimeoutException silent) {
      throw new CutException(End.SILENT);
    } catch (IOException reset) {
      throw new CutException(End.RESET);
    }
    return limit > 0;
  }

  byte[] bytes(int atMost) {
    allowance = atMost;
    bytes = new ByteArrayOutputStream();
    try {
      while (nextOrEnd() >= 0) {
        // to the end, or to the last that was asked for
      }
    } catch (CutException ended) {
      // what came before it is what was asked for
    }
    return bytes.toByteArray();
  }
}
