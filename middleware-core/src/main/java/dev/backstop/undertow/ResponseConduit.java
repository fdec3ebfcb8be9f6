package dev.backstop.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Counts what goes to the client, sees each call that fails, and whether the body was finished. A
 * task given from inside a call runs when that call has returned.
 */
final class ResponseConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private @Nullable Thread inside;
  private int depth;
  private @Nullable Runnable afterwards;
  private volatile @Nullable Throwable failure;
  private volatile boolean finished;
  private volatile boolean gone; // finished, and nothing of it is held back
  private volatile boolean progressed;
  private volatile long written; // Undertow's own count is set after write() has returned

  ResponseConduit(StreamSinkConduit next) {
    super(next);
  }

  @Nullable Throwable failure() {
    return failure;
  }

  boolean isFinished() {
    return finished;
  }

  /** Returns whether the body was finished and all of it has left Undertow's own buffers. */
  boolean isGone() {
    return gone;
  }

  long written() {
    return written;
  }

  /** Runs the task now, or when the call that this thread is in has returned. */
  void afterCall(Runnable task) {
    synchronized (this) {
      if (depth > 0 && inside == Thread.currentThread()) {
        afterwards = task;
        return;
      }
    }
    task.run();
  }

  private synchronized void enter() {
    inside = Thread.currentThread();
    depth++;
  }

  private void exit() {
    Runnable due = null;
    synchronized (this) {
      if (--depth == 0) {
        inside = null;
        due = afterwards;
        afterwards = null;
      }
    }
    if (due != null) {
      due.run();
    }
  }

  private interface Call {
    long run() throws IOException;
  }

  private long call(Call call) throws IOException {
    enter();
    try {
      long result = call.run();
      progressed |= result > 0;
      return result;
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    } finally {
      exit();
    }
  }

  private void fail(Exception e) {
    if (failure == null) {
      failure = e; // what follows is about a channel that is closed already
    }
  }

  /** Returns whether anything went out: the head goes with the first call that does something. */
  boolean hasProgressed() {
    return progressed;
  }

  private long count(long bytes) {
    if (bytes > 0) {
      add(bytes);
    }
    return bytes;
  }

  private synchronized void add(long bytes) {
    written = written + bytes;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) call(() -> count(super.write(source)));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return call(() -> count(super.write(sources, offset, length)));
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    return (int)
        call(
            () -> {
              long bytes = count(super.writeFinal(source));
              finished |= !source.hasRemaining();
              return bytes;
            });
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    return call(
        () -> {
          long bytes = count(super.writeFinal(sources, offset, length));
          boolean rest = false;
          for (int i = offset; i < offset + length; i++) {
            rest |= sources[i].hasRemaining();
          }
          finished |= !rest;
          return bytes;
        });
  }

  @Override
  public long transferFrom(FileChannel source, long position, long count) throws IOException {
    return call(() -> count(super.transferFrom(source, position, count)));
  }

  @Override
  public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through)
      throws IOException {
    return call(() -> count(super.transferFrom(source, count, through)));
  }

  @Override
  public boolean flush() throws IOException {
    return call(
            () -> {
              boolean flushed = super.flush();
              gone |= flushed && finished;
              return flushed ? 1 : 0;
            })
        == 1;
  }

  @Override
  public void terminateWrites() throws IOException {
    call(
        () -> {
          super.terminateWrites();
          finished = true;
          return 0;
        });
  }

  @Override
  public void truncateWrites() throws IOException {
    fail(new IOException("the response was truncated"));
    super.truncateWrites();
  }
}
