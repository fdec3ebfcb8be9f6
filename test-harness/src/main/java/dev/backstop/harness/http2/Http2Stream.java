package dev.backstop.harness.http2;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.http2.Http2Answer.End;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on an {@link Http2Connection}, frame by frame.
 *
 * <p>Thread-safe.
 */
public final class Http2Stream implements Stream.Listener {
  private final long takes;
  private final List<Integer> interim = new ArrayList<>();
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private @Nullable Stream stream;
  private int status;
  private long bodyBytes;
  private int resetCode = -1;
  private End end = End.OPEN;

  /**
   * Makes the listener of a stream.
   *
   * @param takes after how many bytes of the body the client reads no more
   */
  Http2Stream(long takes) {
    this.takes = takes;
  }

  synchronized void opened(Stream opened) {
    stream = opened;
  }

  boolean isOn(int streamId) {
    return stream().getId() == streamId;
  }

  private synchronized Stream stream() {
    return Objects.requireNonNull(stream);
  }

  // What comes ---------------------------------------------------------------------------------

  @Override
  public void onHeaders(Stream on, HeadersFrame frame) {
    synchronized (this) {
      if (frame.getMetaData() instanceof MetaData.Response head) {
        if (head.getStatus() < 200) {
          interim.add(head.getStatus());
        } else {
          status = head.getStatus();
        }
      } else {
        frame
            .getMetaData()
            .getHttpFields()
            .forEach(field -> trailers.put(field.getName(), field.getValue()));
      }
      ended(frame.isEndStream() ? End.COMPLETE : End.OPEN);
    }
    if (!frame.isEndStream()) {
      on.demand();
    }
  }

  @Override
  public void onDataAvailable(Stream on) {
    while (takesMore()) {
      Stream.Data data = on.readData();
      if (data == null) {
        on.demand();
        return;
      }
      DataFrame frame = data.frame();
      data.release();
      synchronized (this) {
        bodyBytes += frame.remaining();
        ended(frame.isEndStream() ? End.COMPLETE : End.OPEN);
      }
      if (frame.isEndStream()) {
        return;
      }
    }
  }

  /** To read opens the flow-control window again, whether or not the data are released. */
  private synchronized boolean takesMore() {
    return bodyBytes < takes;
  }

  @Override
  public void onReset(Stream on, ResetFrame frame, Callback callback) {
    wasReset(frame);
    callback.succeeded();
  }

  synchronized void wasReset(ResetFrame frame) {
    resetCode = frame.getError();
    ended(End.RESET);
  }

  @Override
  public void onFailure(Stream on, int error, String reason, Throwable failure, Callback callback) {
    ended(End.CONNECTION_LOST);
    callback.succeeded();
  }

  /** The first way to end counts; {@code OPEN} is none. */
  synchronized void ended(End how) {
    if (end == End.OPEN) {
      end = how;
    }
    notifyAll();
  }

  // What the test does -------------------------------------------------------------------------

  /**
   * Sends a DATA frame and waits until it is written.
   *
   * @param bytes how many; all are zero
   * @param last whether the request ends with it
   */
  public void send(int bytes, boolean last) {
    DataFrame frame = new DataFrame(stream().getId(), ByteBuffer.allocate(bytes), last);
    Http2Connection.await(stream().data(frame));
  }

  /**
   * Sends a DATA frame; a server may have refused the rest of an upload by then.
   *
   * @param bytes how many; all are zero
   */
  public void trySend(int bytes) {
    DataFrame frame = new DataFrame(stream().getId(), ByteBuffer.allocate(bytes), false);
    stream().data(frame, Callback.NOOP);
  }

  /** Sends RST_STREAM (CANCEL) and waits until it is written. */
  public void reset() {
    ended(End.LEFT);
    Http2Connection.await(
        stream().reset(new ResetFrame(stream().getId(), ErrorCode.CANCEL_STREAM_ERROR.code)));
  }

  /**
   * Waits for the status.
   *
   * @return this stream
   */
  public Http2Stream awaitHead() {
    await("a HEADERS frame", () -> status > 0);
    return this;
  }

  /**
   * Waits until some bytes of the body have come.
   *
   * @param bytes how many since the beginning
   * @return this stream
   */
  public Http2Stream awaitBody(long bytes) {
    await(bytes + " bytes of the body", () -> bodyBytes >= bytes);
    return this;
  }

  /**
   * Waits for the end.
   *
   * @return the answer, its end included
   */
  public Http2Answer answer() {
    await("the end", () -> end != End.OPEN);
    return soFar();
  }

  /** {@return what has come so far} */
  public synchronized Http2Answer soFar() {
    return new Http2Answer(
        List.copyOf(interim), status, bodyBytes, Map.copyOf(trailers), resetCode, end);
  }

  private synchronized void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + RawHttpClient.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || (end != End.OPEN && end != End.COMPLETE)) {
        throw new AssertionError("expected " + what + ", got " + soFar());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }
}
