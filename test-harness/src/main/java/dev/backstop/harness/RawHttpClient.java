package dev.backstop.harness;

import dev.backstop.harness.RawResponse.End;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP/1.1 connection as a test sees it: it sends exactly the bytes that it is given and reads
 * exactly what comes, without retries, redirects, or repairs. What a server did is what this client
 * read.
 *
 * <pre>{@code
 * try (RawHttpClient client = RawHttpClient.connect(port)) {
 *   client.send("GET /orders HTTP/1.1\r\nHost: test\r\n\r\n");
 *   RawResponse answer = client.read("GET");
 * }
 * }</pre>
 *
 * <p>A client that leaves: {@link #readPrefix} and then {@link #reset} (RST), {@link #close} (FIN),
 * or neither, which is a client that never reads. Several answers may be read from one connection.
 *
 * <p>Not thread-safe; sending on one thread and reading on another is allowed.
 */
public final class RawHttpClient implements Closeable {
  /** How long a read waits for a byte before the answer is {@link End#SILENT}. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;
  private final AnswerReader reader;

  private RawHttpClient(Socket socket) throws IOException {
    this.socket = socket;
    this.reader = new AnswerReader(socket.getInputStream());
  }

  /**
   * Connects to a port of this machine.
   *
   * @param port where the server listens
   * @return a client that is connected
   */
  public static RawHttpClient connect(int port) {
    return connect(port, 0);
  }

  /**
   * Connects with a small receive buffer, so that a server's writes soon wait for the client.
   *
   * @param port where the server listens
   * @param receiveBuffer bytes; 0 for the system's default
   * @return a client that is connected
   */
  public static RawHttpClient connect(int port, int receiveBuffer) {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer); // before connect: it limits the window
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new RawHttpClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to port " + port, e);
    }
  }

  /**
   * Sends text as ISO-8859-1, line ends as given.
   *
   * @param text the whole of what goes out
   * @return this client
   */
  public RawHttpClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Sends bytes.
   *
   * @param bytes the whole of what goes out
   * @return this client
   * @throws UncheckedIOException where the server has closed the connection
   */
  public RawHttpClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + bytes.length + " bytes", e);
    }
  }

  /**
   * Sends bytes, and returns whether they went out: a server may refuse an upload half-way.
   *
   * @param bytes the whole of what goes out
   * @return false where the server has closed the connection
   */
  public boolean trySend(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Sends FIN and goes on reading. */
  public void finishSending() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one answer to its end, with the interim answers before it.
   *
   * @param method of the request: the answer to HEAD has no body
   * @return what came; {@link RawResponse#end()} tells whether it is whole
   */
  public RawResponse read(String method) {
    return reader.read(method, Integer.MAX_VALUE);
  }

  /**
   * Reads at most some bytes of the next answer, head included, as one who is about to leave.
   *
   * @param method of the request: the answer to HEAD has no body
   * @param bytes the most that is read
   * @return an answer that {@link End#LEFT} unless it ended within these bytes
   */
  public RawResponse readPrefix(String method, int bytes) {
    return reader.read(method, bytes);
  }

  /**
   * Reads bytes that are no answer, as after an upgrade.
   *
   * @param count the most that is read
   * @return as many as were asked for, or fewer where the connection ended or fell silent
   */
  public byte[] readBytes(int count) {
    return reader.bytes(count);
  }

  /**
   * Waits for the server to close.
   *
   * @return what came before that: nothing after a complete answer
   */
  public byte[] readRest() {
    return reader.bytes(Integer.MAX_VALUE);
  }

  /** Closes with FIN; if bytes were left unread, the system sends RST. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes away with RST, at once. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
