package dev.backstop.it;

import com.sun.management.ThreadMXBean;
import dev.backstop.Backstop;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty whose threads' allocation is counted, asked over one connection. */
final class AllocationServer {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final byte[] BODY = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REQUEST =
      "GET /orders/1 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: allocation\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final Server server;
  private final Socket socket;
  private final List<Long> bytes = new ArrayList<>();

  AllocationServer(String name, Backstop backstop, Consumer<HttpServletRequest> application)
      throws Exception {
    this.name = name;
    QueuedThreadPool pool = new QueuedThreadPool(8, 8);
    pool.setName("allocation-" + name + "-");
    server = new Server(pool);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Hello(application)), "/orders/*");
    server.setHandler(context);
    if (backstop != null) {
      backstop.install(context.getServletContext());
    }
    server.start();
    socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
  }

  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Consumer<HttpServletRequest> application;

    Hello(Consumer<HttpServletRequest> application) {
      this.application = application;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      application.accept(request);
      response.setContentType("text/plain");
      response.setContentLength(BODY.length);
      response.getOutputStream().write(BODY);
    }
  }

  /** Sends requests one after the other and reads each answer to its last byte. */
  void ask(int requests) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[4096];
    for (int i = 0; i < requests; i++) {
      socket.getOutputStream().write(REQUEST);
      int read = 0;
      do {
        int count = in.read(answer, read, answer.length - read);
        if (count < 0) {
          throw new IOException(name + " closed the connection after " + i + " requests");
        }
        read += count;
      } while (!endsWithBody(answer, read));
    }
  }

  private static boolean endsWithBody(byte[] answer, int length) {
    for (int i = 1; i <= BODY.length; i++) {
      if (length < BODY.length || answer[length - i] != BODY[BODY.length - i]) {
        return false;
      }
    }
    return true;
  }

  void measure(int requests) throws IOException {
    long before = allocated();
    ask(requests);
    bytes.add((allocated() - before) / requests);
  }

  private long allocated() {
    long sum = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("allocation-" + name + "-")) {
        sum += THREADS.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return sum;
  }

  /** Returns the least of the rounds: what is not compiled yet, on a busy machine, costs more. */
  long bytes() {
    return Collections.min(bytes);
  }

  void stop() throws Exception {
    socket.close();
    server.stop();
  }

  @Override
  public String toString() {
    return name + " " + bytes();
  }
}
