package dev.backstop.harness.http2;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.http2.Http2Answer.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * One clear-text HTTP/2 connection, opened with prior knowledge (RFC 9113, 3.3), that sends and
 * sees single frames. It neither retries nor repairs anything.
 *
 * <p>Thread-safe.
 */
public final class Http2Connection implements AutoCloseable {
  private final HTTP2Client client;
  private final Frames frames;
  private final Session session;
  private final int port;
  private final int streamWindow;

  private Http2Connection(
      HTTP2Client client, Frames frames, Session session, int port, int streamWindow) {
    this.client = client;
    this.frames = frames;
    this.session = session;
    this.port = port;
    this.streamWindow = streamWindow;
  }

  /** What comes for the connection rather than for one stream. */
  private static final class Frames implements Session.Listener {
    private final List<Http2Stream> streams = new CopyOnWriteArrayList<>();
    private CompletableFuture<Void> next = new CompletableFuture<>();

    /** Comes for a stream that this side has done with. */
    @Override
    public void onReset(Session session, ResetFrame frame) {
      for (Http2Stream stream : streams) {
        if (stream.isOn(frame.getStreamId())) {
          stream.wasReset(frame);
        }
      }
    }

    @Override
    public void onClose(Session session, GoAwayFrame frame, Callback callback) {
      streams.forEach(stream -> stream.ended(End.CONNECTION_LOST));
      callback.succeeded();
    }

    @Override
    public void onFailure(Session session, Throwable failure, Callback callback) {
      streams.forEach(stream -> stream.ended(End.CONNECTION_LOST));
      callback.succeeded();
    }

    synchronized CompletableFuture<Void> expect() {
      next = new CompletableFuture<>();
      return next;
    }

    @Override
    public synchronized void onPing(Session session, PingFrame frame) {
      if (frame.isReply()) {
        next.complete(null);
      }
    }
  }

  /**
   * Connects to a port of this machine.
   *
   * @param port where the server listens
   * @param streamWindow how many bytes of a body the server may send before it has to wait for a
   *     client that does not read
   * @return the connection, open
   */
  public static Http2Connection connect(int port, int streamWindow) {
    HTTP2Client client = new HTTP2Client();
    client.setInitialStreamRecvWindow(streamWindow);
    client.setIdleTimeout(RawHttpClient.PATIENCE.toMillis() * 3);
    Frames frames = new Frames();
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP/2 client does not start", e);
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Session session = await(client.connect(address, frames));
    return new Http2Connection(client, frames, session, port, streamWindow);
  }

  /**
   * Sends a request without a body, and reads its answer as it comes.
   *
   * @param path with its query
   * @return the stream of its answer
   */
  public Http2Stream get(String path) {
    return open("GET", path, true, true);
  }

  /**
   * Sends a request without a body, and stops reading once the body has filled one window: then no
   * more than another fits.
   *
   * @param path with its query
   * @return the stream of its answer
   */
  public Http2Stream getWithoutReading(String path) {
    return open("GET", path, true, false);
  }

  /**
   * Sends the HEADERS frame of a request.
   *
   * @param method in capitals
   * @param path with its query
   * @param last whether no body follows
   * @param reading false to read no more once the body has filled one flow-control window
   * @param fields names and values, in turn
   * @return the stream of its answer
   */
  public Http2Stream open(
      String method, String path, boolean last, boolean reading, String... fields) {
    HttpFields.Mutable headers = HttpFields.build();
    for (int i = 0; i < fields.length; i += 2) {
      headers.put(fields[i], fields[i + 1]);
    }
    MetaData.Request head =
        new MetaData.Request(
            method, HttpURI.from("http://localhost:" + port + path), HttpVersion.HTTP_2, headers);
    Http2Stream stream = new Http2Stream(reading ? Long.MAX_VALUE : streamWindow);
    frames.streams.add(stream);
    stream.opened(await(session.newStream(new HeadersFrame(head, null, last), stream)));
    return stream;
  }

  /**
   * Sends a PING and waits for its answer: then the server has seen every frame that this
   * connection sent before it.
   */
  public void roundTrip() {
    CompletableFuture<Void> pong = frames.expect();
    session.ping(new PingFrame(false), Callback.NOOP);
    await(pong);
  }

  /** Sends GOAWAY (NO_ERROR): the streams that are open go on, and then the connection closes. */
  public void goAway() {
    session.close(ErrorCode.NO_ERROR.code, "leaving", Callback.NOOP);
  }

  /** Goes away with a TCP reset, at once. */
  public void cut() {
    frames.streams.forEach(stream -> stream.ended(End.LEFT));
    EndPoint endPoint = ((HTTP2Session) session).getEndPoint();
    if (!(endPoint.getTransport() instanceof SocketChannel channel)) {
      throw new IllegalStateException("no socket below " + endPoint);
    }
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      endPoint.close(); // the channel alone would stay open until its selector wakes up
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the connection and its threads. */
  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP/2 client does not stop", e);
    }
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(RawHttpClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the HTTP/2 connection did not do as it was told", e);
    }
  }
}
