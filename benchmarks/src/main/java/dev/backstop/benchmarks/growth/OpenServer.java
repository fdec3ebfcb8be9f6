package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Connections;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The other side of {@link OpenExchanges}: starts that process, opens connections with a request on
 * each, and has it collect its heap.
 *
 * <p>Not thread-safe.
 */
final class OpenServer implements AutoCloseable {
  private static final byte[] REQUEST = Connections.request("/users/42", "");
  private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;
  private final int port;
  private final List<Socket> sockets = new ArrayList<>();

  OpenServer(Stack stack) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OpenExchanges.class.getName(),
                stack.name().toLowerCase(Locale.ROOT))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    port = (int) answer();
  }

  private long answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the server's process ended; why is said above");
    }
    return Long.parseLong(line);
  }

  private long order(String what) throws IOException {
    orders.println(what);
    return answer();
  }

  /** Opens exchanges until there are so many; returns the bytes that then live in its heap. */
  long live(int count) throws IOException {
    while (sockets.size() < count) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(REQUEST);
    }
    return order("live " + count);
  }

  /** Has all that are open end, and reads their answers. */
  void end() throws IOException {
    order("end " + sockets.size());
    for (Socket socket : sockets) {
      byte[] begin = socket.getInputStream().readNBytes(OK.length);
      if (!java.util.Arrays.equals(begin, OK)) {
        throw new IOException("expected 200: " + new String(begin, StandardCharsets.US_ASCII));
      }
    }
    disconnect();
  }

  private void disconnect() throws IOException {
    for (Socket socket : sockets) {
      socket.setSoLinger(true, 0); // its port is free at once
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    disconnect();
    orders.close();
    try {
      if (!process.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new IOException("the server's process did not end well; why is said above");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
