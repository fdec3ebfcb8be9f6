package dev.backstop.status;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The container's stream; everything that can commit is told to the wrapper. */
final class CountingOutputStream extends ServletOutputStream {
  /** The phase once it is closed: from then on the container drops what is written, or throws. */
  private static final Object CLOSED = new Object();

  private final ServletOutputStream target;
  private final StatusCapturingResponseWrapper response;

  /**
   * Null, CLOSED, or the time since when it waits for the client in no write: one field, 8 bytes.
   */
  private volatile @Nullable Object phase;

  CountingOutputStream(ServletOutputStream target, StatusCapturingResponseWrapper response) {
    this.target = target;
    this.response = response;
  }

  private boolean before(String call) {
    response.requireOpen(call);
    response.announceCommit();
    return WriteOverlap.begin(response, call);
  }

  private void ended(boolean mine, long began) {
    response.writeEnded(began);
    if (mine) {
      WriteOverlap.end(response);
    }
  }

  private void wrote(long bytes) {
    response.wrote(phase == CLOSED ? 0 : bytes);
  }

  private IOException failed(IOException e) {
    if (phase
        != CLOSED) { // else it is the application that writes too late: the client has its answer
      response.writeFailed(e);
    }
    return e;
  }

  @Override
  public void write(int b) throws IOException {
    boolean mine = before("write");
    long began = response.writeBegins();
    try {
      target.write(b);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      ended(mine, began);
    }
    wrote(1);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    boolean mine = before("write");
    long began = response.writeBegins();
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      ended(mine, began);
    }
    wrote(length);
  }

  @Override
  public void write(ByteBuffer buffer) throws IOException {
    int length = buffer.remaining(); // first: null must not leave a write behind
    boolean mine = before("write");
    long began = response.writeBegins();
    try {
      target.write(buffer);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      ended(mine, began);
    }
    wrote(length);
  }

  /** All other print and println methods of the base class end here. */
  @Override
  public void print(String text) throws IOException {
    boolean mine = before("print");
    long began = response.writeBegins();
    try {
      target.print(text); // not through write(): Jetty prints in the response's charset
    } catch (CharConversionException e) {
      throw e; // the text was not ISO-8859-1: the client has nothing to do with it
    } catch (IOException e) {
      throw failed(e);
    } finally {
      ended(mine, began);
    }
    wrote(printedLength(String.valueOf(text)));
  }

  private long printedLength(String text) {
    // Servlet 6.1: print(String) writes ISO-8859-1. Jetty 12 alone takes the response's charset.
    boolean jetty = target.getClass().getName().startsWith("org.eclipse.jetty.");
    Charset charset =
        jetty
            ? EncodedLength.charset(response.getCharacterEncoding())
            : StandardCharsets.ISO_8859_1;
    EncodedLength length = EncodedLength.in(charset);
    length.add(text, 0, text.length());
    return length.take();
  }

  @Override
  public void flush() throws IOException {
    if (response.isFlushOfForward(target)) {
      return;
    }
    response.requireOpen("flush");
    response.announceFlush();
    long began = response.writeBegins();
    try {
      target.flush();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      response.writeEnded(began);
    }
    response.noteCommit();
  }

  @Override
  public void close() throws IOException {
    if (response.isOver()) {
      return; // try-with-resources around a stream that the end has closed is no misuse
    }
    response.announceFlush();
    long began = response.writeBegins();
    try {
      target.close();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      response.writeEnded(began);
    }
    if (!response.isIncluding()) { // Undertow ignores a close inside of an include
      phase = CLOSED;
    }
    response.noteCommit();
  }

  @Override
  public boolean isReady() {
    long now = phase == null ? response.writeBegins() : ResponseMonitor.NOT_TIMED;
    boolean first = now != ResponseMonitor.NOT_TIMED;
    if (first) {
      phase = now; // before it: onWritePossible may come before it returns
    }
    boolean ready = target.isReady();
    if (ready && first) {
      phase = null;
    }
    return ready;
  }

  private void ready() {
    if (phase instanceof Long since) {
      phase = null;
      response.writeEnded(since);
    }
  }

  @Override
  public void setWriteListener(@Nullable WriteListener listener) {
    response.requireOpen("setWriteListener");
    target.setWriteListener(listener == null ? null : watched(listener));
  }

  private WriteListener watched(WriteListener listener) {
    return new WriteListener() {
      @Override
      public void onWritePossible() throws IOException {
        ready();
        listener.onWritePossible();
      }

      @Override
      public void onError(Throwable failure) {
        ready();
        if (failure instanceof IOException) { // else onWritePossible itself threw
          response.writeFailed(failure);
        }
        listener.onError(failure);
      }
    };
  }
}
