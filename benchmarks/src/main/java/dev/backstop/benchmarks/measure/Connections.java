package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Open connections to one server over loopback. Each has one request on its way, and all are asked
 * before the first answer is read, so that the server finds work whenever it looks.
 *
 * <p>Not thread-safe.
 */
public final class Connections implements AutoCloseable {
  private static final byte[] REQUEST = request("/users/42", "");
  private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

  private final IntFunction<byte[]> requests;
  private final byte[] body;
  private final byte[] answer = new byte[4096];
  private final List<Socket> sockets = new ArrayList<>();
  private int sent;

  /** Opens connections that ask for one user. */
  public Connections(int port, int count, String body) throws IOException {
    this(port, count, body, ignored -> REQUEST);
  }

  /**
   * Opens connections.
   *
   * @param body of every answer
   * @param requests what is sent as the first, the second and so on, from 0
   */
  public Connections(int port, int count, String body, IntFunction<byte[]> requests)
      throws IOException {
    this.requests = requests;
    this.body = body.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      sockets.add(socket);
    }
  }

  /**
   * Returns a request.
   *
   * @param headers more of them, each ended by {@code \r\n}
   */
  public static byte[] request(String path, String headers) {
    return """
        GET %s HTTP/1.1\r
        Host: localhost\r
        User-Agent: overhead\r
        Accept: application/json\r
        %s\r
        """
        .formatted(path, headers)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends requests and reads each answer to its last byte; returns how many. */
  public int ask(int atLeast) throws IOException {
    int asked = 0;
    while (asked < atLeast) {
      for (Socket socket : sockets) {
        socket.getOutputStream().write(requests.apply(sent++));
      }
      for (Socket socket : sockets) {
        read(socket);
      }
      asked += sockets.size();
    }
    return asked;
  }

  private void read(Socket socket) throws IOException {
    int length = 0;
    do {
      int count = socket.getInputStream().read(answer, length, answer.length - length);
      if (count <= 0) {
        throw new IOException("the answer ended after " + length + " bytes: " + text(length));
      }
      length += count;
    } while (!endsWithBody(length));
    if (!Arrays.equals(answer, 0, OK.length, OK, 0, OK.length)) {
      throw new IOException("expected 200: " + text(length));
    }
  }

  private boolean endsWithBody(int length) {
    return length >= body.length
        && Arrays.equals(answer, length - body.length, length, body, 0, body.length);
  }

  private String text(int length) {
    return new String(answer, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
