package dev.backstop.example;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks over a bare socket and tells what was really read, a cut body too. It does not ask for
 * {@code Connection: close}: Jetty would then end a body with the connection, whether it is whole
 * or cut.
 */
final class RawClient {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private RawClient() {}

  /**
   * What was read.
   *
   * @param byteCount the bytes of the body, without transfer coding
   * @param complete false where the connection ended before the body did
   */
  record Answer(
      int status, Map<String, String> headers, String body, long byteCount, boolean complete) {}

  static Answer get(URI base, String target) throws IOException {
    return ask(base, "GET", target, null);
  }

  static Answer ask(URI base, String method, String target, String json) throws IOException {
    return ask(
        base, method, target, json == null ? "" : "Content-Type: application/json\r\n", json);
  }

  /**
   * Asks with headers of one's own, each ended by CR and LF.
   *
   * @param body null for none
   */
  static Answer ask(URI base, String method, String target, String headers, String body)
      throws IOException {
    try (Socket socket = connect(base)) {
      send(socket, method, target, headers, body);
      return read(new BufferedInputStream(socket.getInputStream()), method);
    }
  }

  /** Reads the first bytes of a body, then resets the connection. */
  static int cut(URI base, String target) throws IOException {
    try (Socket socket = connect(base)) {
      send(socket, "GET", target, "", null);
      InputStream in = socket.getInputStream();
      int status = status(line(in));
      in.readNBytes(100);
      socket.setSoLinger(true, 0); // close() sends RST
      return status;
    }
  }

  private static Socket connect(URI base) throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String method, String target, String headers, String body)
      throws IOException {
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + headers
            + (body == null ? "" : "Content-Length: " + bytes.length + "\r\n")
            + "\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private static Answer read(InputStream in, String method) throws IOException {
    int status = status(line(in));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean complete = true;
    try {
      if (method.equals("HEAD") || status == 204 || status == 304) {
        // no body, whatever the headers say
      } else if ("chunked".equals(headers.getOrDefault("Transfer-Encoding", ""))) {
        chunks(in, body);
      } else if (headers.containsKey("Content-Length")) {
        exactly(in, Integer.parseInt(headers.get("Content-Length")), body);
      } else {
        throw new IllegalStateException("the end of the body cannot be told: " + headers);
      }
    } catch (EOFException | SocketException cut) {
      complete = false;
    }
    return new Answer(
        status, headers, body.toString(StandardCharsets.UTF_8), body.size(), complete);
  }

  private static int status(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].toUpperCase(Locale.ROOT).startsWith("HTTP/")) {
      throw new IllegalStateException("no status line: '" + line + "'");
    }
    return Integer.parseInt(parts[1]);
  }

  private static void chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      exactly(in, size, body);
      line(in);
      if (size == 0) {
        return;
      }
    }
  }

  private static void exactly(InputStream in, int count, ByteArrayOutputStream body)
      throws IOException {
    byte[] read = in.readNBytes(count);
    body.writeBytes(read);
    if (read.length < count) {
      throw new EOFException("cut after " + read.length + " of " + count + " bytes");
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("cut within a line: '" + line + "'");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
