package dev.backstop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An embedded Jetty on a free port of the loopback address, and a client that reads its socket. */
final class JettyServer implements AutoCloseable {
  /** What the application does. */
  interface Application {
    void answer(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  final Server server = new Server();
  final ServletContextHandler context;
  private final ServerConnector connector = new ServerConnector(server);

  JettyServer() {
    this("/");
  }

  JettyServer(String contextPath) {
    context = new ServletContextHandler(contextPath);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
  }

  JettyServer serve(String path, Application application) {
    ServletHolder holder = new ServletHolder(new Answering(application));
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
    return this;
  }

  JettyServer start() throws Exception {
    server.start();
    return this;
  }

  /** Returns what the socket brought, from the status line to the close of the connection. */
  String get(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.setSoTimeout(10_000);
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      throw new IOException("no end of the answer to " + path + " in 10 s: " + server.dump(), e);
    }
  }

  /** Returns the status that the socket brought. */
  int status(String path) throws IOException {
    return Integer.parseInt(get(path).split(" ", 3)[1]);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not stop", e);
    }
  }

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Application application;

    Answering(Application application) {
      this.application = application;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      application.answer(request, response);
    }
  }
}
