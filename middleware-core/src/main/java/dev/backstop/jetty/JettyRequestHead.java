package dev.backstop.jetty;

import dev.backstop.completion.RequestHead;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as Jetty's core knows it, at Jetty's edge to the network: one object with
 * {@link JettyExchange}, since both live as long as the request.
 */
abstract sealed class JettyRequestHead extends HttpStream.Wrapper implements RequestHead
    permits JettyExchange {
  private static final String PEER = "dev.backstop.jetty.Peer";

  final Request request;

  JettyRequestHead(HttpStream stream, Request request) {
    super(stream);
    this.request = request;
  }

  private record Peer(SocketAddress address, String text) {}

  /** Returns whether other requests share the connection's threads, as over HTTP/2. */
  boolean isMultiplexed() {
    return request.getConnectionMetaData().getHttpVersion().getVersion() >= 20;
  }

  /** Returns Jetty's own pool; not from the request's components, which go with its end. */
  Executor pool() {
    return VirtualThreads.getExecutor(
        request.getConnectionMetaData().getConnector().getServer().getThreadPool());
  }

  /** Returns the error that Jetty remembers, or null. */
  @Nullable Throwable error() {
    Object servlets = request.getAttribute("jakarta.servlet.error.exception");
    Object cores = servlets == null ? request.getAttribute(ErrorHandler.ERROR_EXCEPTION) : servlets;
    // Jetty makes a TimeoutException where an asynchronous timeout found no answer: no error of the
    // application.
    return cores instanceof Throwable error && !(error instanceof TimeoutException) ? error : null;
  }

  @Override
  public OptionalLong arrivedNanos() {
    return OptionalLong.of(request.getHeadersNanoTime());
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path; // CONNECT has none
  }

  @Override
  public @Nullable String query() {
    return request.getHttpURI().getQuery();
  }

  @Override
  public String scheme() {
    String scheme = request.getHttpURI().getScheme();
    return scheme == null ? "http" : scheme;
  }

  @Override
  public String protocol() {
    return request.getConnectionMetaData().getProtocol();
  }

  @Override
  public @Nullable String serverName() {
    return Request.getServerName(request);
  }

  @Override
  public int serverPort() {
    return Request.getServerPort(request);
  }

  @Override
  public @Nullable String peerAddress() {
    // Jetty makes 200 bytes of text for each question; the peer is the same for a whole connection,
    // unless a customizer replaces it, which then shows another socket address.
    ConnectionMetaData connection = request.getConnectionMetaData();
    SocketAddress address = connection.getRemoteSocketAddress();
    if (connection.getAttribute(PEER) instanceof Peer known && known.address == address) {
      return known.text;
    }
    String text = Request.getRemoteAddr(request);
    if (address != null && text != null) {
      connection.setAttribute(PEER, new Peer(address, text));
    }
    return text;
  }

  @Override
  public int peerPort() {
    return Request.getRemotePort(request);
  }

  @Override
  public @Nullable Principal principal() {
    Request.AuthenticationState state = Request.getAuthenticationState(request);
    return state == null ? null : state.getUserPrincipal();
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return request.getHeaders().getFieldNamesCollection();
  }
}
