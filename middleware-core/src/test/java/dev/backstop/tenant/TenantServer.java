package dev.backstop.tenant;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.jetty.BackstopHandler;
import dev.backstop.observe.LoggingContext;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee11.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Credential;

/** A Jetty with Backstop, a user store, and raw sockets to ask it. */
final class TenantServer implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ServletContextHandler context =
      new ServletContextHandler("/", ServletContextHandler.SECURITY);
  private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();
  private final Backstop backstop;

  /** What an application does with a request. */
  interface Application {
    void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  /** How Backstop is put in. */
  enum By {
    INSTALL,
    HANDLER,
    FILTER
  }

  TenantServer(By by, BackstopBuilder builder) {
    backstop =
        builder
            .use(LoggingContext.create())
            .onPitfall(pitfalls::add)
            .onOutcome((outcome, report) -> ended.add(outcome))
            .build();
    secure();
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    if (by == By.FILTER) {
      FilterHolder filter = new FilterHolder(backstop.filter());
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    } else {
      backstop.install(context.getServletContext());
    }
    server.setHandler(by == By.HANDLER ? new BackstopHandler(backstop, context) : context);
  }

  private void secure() {
    UserStore users = new UserStore();
    users.addUser("acme", Credential.getCredential("secret"), new String[] {"user"});
    HashLoginService login = new HashLoginService();
    login.setUserStore(users);
    ConstraintSecurityHandler security = (ConstraintSecurityHandler) context.getSecurityHandler();
    security.setAuthenticator(new BasicAuthenticator());
    security.setLoginService(login);
    ConstraintMapping mapping = new ConstraintMapping();
    mapping.setPathSpec("/secured/*");
    mapping.setConstraint(Constraint.from("user"));
    security.addConstraintMapping(mapping);
  }

  TenantServer on(String pattern, Application application) {
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            try {
              application.answer(request, response);
            } catch (IOException | RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        };
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, pattern);
    return this;
  }

  TenantServer start() throws Exception {
    server.start();
    return this;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends a GET with these header lines and returns all that comes until the server closes. */
  String get(String target, String... headers) throws IOException {
    try (Socket socket = connect()) {
      write(socket, target, "Connection: close", headers);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Sends a GET on a connection that stays open, and reads one answer without a body. */
  static void ask(Socket socket, String target, String... headers) throws IOException {
    write(socket, target, "Connection: keep-alive", headers);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    if (!head.toString().contains("Content-Length: 0")) {
      throw new IOException("not an empty answer: " + head);
    }
  }

  private static void write(Socket socket, String target, String connection, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    request.append(connection).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  static int statusOf(String answer) {
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  /** Waits for the next exchange to end, all of its cleanups run. */
  Outcome awaitEnd() throws InterruptedException {
    Outcome next = ended.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no exchange ended within 20 seconds");
    }
    return next;
  }

  Queue<Pitfall> pitfalls() {
    return pitfalls;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}
