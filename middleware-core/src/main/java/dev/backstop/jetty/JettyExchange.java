package dev.backstop.jetty;

import dev.backstop.completion.Exchanges;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.Transfer;
import dev.backstop.outcome.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One exchange at Jetty's edge to the network. The status is that of the last head that was sent
 * (one that fails, being too large, is followed by one of a 500); the end is when Jetty completes
 * the stream, after the last byte.
 */
final class JettyExchange extends JettyRequestHead implements Transfer {
  private final boolean multiplexed;
  private short status; // sends come one after the other, ordered by the lock of Jetty's channel
  private long bytes;
  private volatile boolean lastSent; // the last byte has been handed to the network
  private boolean refused; // a send failed before anything of it went on its way
  private volatile boolean lastSentAtOnce; // ... before send() returned
  private volatile boolean sending;
  private volatile @Nullable Throwable sendFailure;
  private volatile @Nullable Thread sender;
  private @Nullable OpenExchange exchange; // set before anything is sent

  JettyExchange(HttpStream stream, Request request) {
    super(stream, request);
    this.multiplexed = isMultiplexed();
  }

  /**
   * Opens an exchange for a request that has none here yet.
   *
   * @param inSlot whether the application finds it in its channel's slot, too
   */
  static void open(Request request, Exchanges exchanges, Object home, boolean inSlot) {
    Object attribute = request.getAttribute(Exchanges.ATTRIBUTE);
    Object innermost = attribute == null ? ChannelSlot.innermostOf(request) : attribute;
    if (innermost == ChannelSlot.OVER || exchanges.find(innermost) != null) {
      return;
    }
    ChannelSlot slot = attribute == null && inSlot ? ChannelSlot.of(request) : null;
    JettyExchange watching = (slot == null ? new ChannelSlot() : slot).watch(request);
    OpenExchange opened = exchanges.open(watching, innermost, home);
    watching.exchange = opened;
    opened.transfer(watching);
    if (slot == null) {
      request.setAttribute(Exchanges.ATTRIBUTE, opened);
    } else {
      slot.innermost(request, opened);
    }
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    int before = status;
    if (response != null && isFinal(response.getStatus())) {
      status = (short) response.getStatus();
      bytes = 0;
      if (!isClientGone()) {
        sendFailure = null; // the head was too large, and this is the one of a 500
      }
    }
    if (content != null && sendsBody(request)) {
      bytes += content.remaining();
    }
    sender = Thread.currentThread();
    sending = true;
    try {
      super.send(
          request,
          response,
          last,
          content,
          multiplexed ? new SentFrames(callback, last, content) : new Sent(callback, last));
    } finally {
      sender = null;
    }
    if (before == 0 && refused && multiplexed) {
      status = 0; // the stream had been reset: no frame of it went out
    }
  }

  @Override
  public boolean isSending() {
    return sending;
  }

  /** Jetty says so of a stream that has been reset; of one that is reset meanwhile "dropped". */
  private static boolean isOfClosedStream(Throwable failure) {
    return failure instanceof ClosedChannelException || "reset".equals(failure.getMessage());
  }

  private boolean isClientGone() {
    return sendFailure instanceof IOException;
  }

  private static boolean isFinal(int status) {
    return status >= 200 || status == 101;
  }

  /** Jetty drops the body of these on the way to the socket; after 101 it is no body. */
  private boolean sendsBody(MetaData.Request request) {
    return status != HttpStatus.SWITCHING_PROTOCOLS_101
        && status != HttpStatus.NO_CONTENT_204
        && status != HttpStatus.NOT_MODIFIED_304
        && !HttpMethod.HEAD.is(request.getMethod());
  }

  /** Sees whether what was sent went out. */
  private class Sent extends Callback.Nested {
    private final boolean last;

    Sent(Callback callback, boolean last) {
      super(callback);
      this.last = last;
    }

    @Override
    public void succeeded() {
      sending = false;
      if (last && !isClientGone()) { // Jetty "sends" a 400 to a broken pipe a second time
        lastSentAtOnce = sender == Thread.currentThread();
        lastSent = true;
      }
      super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      sending = false;
      if (sendFailure == null) { // what follows a head that is too large is not the client's
        sendFailure = failure;
      }
      super.failed(failure);
    }
  }

  /** Sees as well whether nothing of it went out, since its stream had been reset. */
  private final class SentFrames extends Sent {
    private final @Nullable ByteBuffer content; // frames are cut from it as they are written
    private final int size;

    SentFrames(Callback callback, boolean last, @Nullable ByteBuffer content) {
      super(callback, last);
      this.content = content;
      this.size = remaining();
    }

    private int remaining() {
      return content == null ? 0 : content.remaining();
    }

    @Override
    public void failed(Throwable failure) {
      refused |=
          sender == Thread.currentThread() && remaining() == size && isOfClosedStream(failure);
      super.failed(failure);
    }
  }

  @Override
  public void succeeded() {
    closing(); // Jetty may begin with the next request inside of this
    try {
      super.succeeded();
    } finally {
      if (isClientGone()) {
        end(Ending.ABORTED, sendFailure, pool());
      } else {
        // A last write that a selector finished ends the exchange on the selector's thread: that
        // must not wait for cleanups. One that was finished at once ends it on the handler's, which
        // over HTTP/2 may be writing for other streams.
        end(Ending.COMPLETED, null, lastSentAtOnce && !multiplexed ? null : pool());
      }
    }
  }

  @Override
  public void failed(Throwable failure) {
    closing();
    try {
      super.failed(failure);
    } finally {
      if (lastSent) {
        end(Ending.COMPLETED, null, pool()); // only the request was not read to its end
      } else {
        Ending ending = status == 0 || isClientGone() ? Ending.ABORTED : Ending.TRUNCATED;
        end(ending, failure, pool());
      }
    }
  }

  private void closing() {
    OpenExchange ending = exchange;
    if (ending == null) {
      return;
    }
    Throwable remembered = status >= 400 ? error() : null; // Jetty forgets it with the stream
    if (remembered != null) {
      ending.remembered(remembered);
    }
    ChannelSlot.leave(request, ending);
    ending.closeResponse();
  }

  private void end(Ending ending, @Nullable Throwable failure, @Nullable Executor elsewhere) {
    if (exchange != null) {
      exchange.end(status, ending, bytes, failure, elsewhere);
    }
  }
}
