package dev.backstop.status;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The container's writer, which keeps encoding and buffering as it does; the bytes are counted in
 * the charset that it uses. All print, println and append methods of {@link PrintWriter} end in the
 * write methods and {@code println()} below.
 */
final class CountingWriter extends PrintWriter {
  private final PrintWriter target;
  private final StatusCapturingResponseWrapper response;
  private final EncodedLength length;
  private final String lineEnd;
  private boolean closed; // from then on the container drops what is written

  CountingWriter(
      PrintWriter target, @Nullable String encoding, StatusCapturingResponseWrapper response) {
    super(target);
    this.target = target;
    this.response = response;
    this.length = EncodedLength.in(EncodedLength.charset(encoding));
    // Undertow 2.3 ends lines as HTTP does, the others as the platform does.
    boolean undertow = target.getClass().getName().startsWith("io.undertow.");
    this.lineEnd = undertow ? "\r\n" : System.lineSeparator();
  }

  private void before(String call) {
    response.requireOpen(call);
    response.announceCommit();
  }

  private void ended(boolean mine, long began) {
    response.writeEnded(began);
    if (mine) {
      WriteOverlap.end(response);
    }
  }

  private void wrote() {
    // The container's writer keeps an IOException to itself, and asking it would flush: a failed
    // write is left to the container's signal, or to the application's own checkError().
    long bytes = length.take();
    response.wrote(closed ? 0 : bytes);
  }

  @Override
  public void write(int c) {
    boolean mine = WriteOverlap.begin(response, "write"); // the lock would hide it
    long began = response.writeBegins();
    try {
      synchronized (lock) {
        before("write");
        target.write(c);
        length.add((char) c);
        wrote();
      }
    } finally {
      ended(mine, began);
    }
  }

  @Override
  public void write(char[] text, int offset, int count) {
    boolean mine = WriteOverlap.begin(response, "write"); // the lock would hide it
    long began = response.writeBegins();
    try {
      synchronized (lock) {
        before("write");
        target.write(text, offset, count);
        length.add(text, offset, count);
        wrote();
      }
    } finally {
      ended(mine, began);
    }
  }

  @Override
  public void write(String text, int offset, int count) {
    boolean mine = WriteOverlap.begin(response, "write"); // the lock would hide it
    long began = response.writeBegins();
    try {
      synchronized (lock) {
        before("write");
        target.write(text, offset, count);
        length.add(text, offset, count);
        wrote();
      }
    } finally {
      ended(mine, began);
    }
  }

  @Override
  public void println() {
    boolean mine = WriteOverlap.begin(response, "println"); // the lock would hide it
    long began = response.writeBegins();
    try {
      synchronized (lock) {
        before("println");
        target.println(); // past write(): each container ends lines in its own way
        length.add(lineEnd, 0, lineEnd.length());
        wrote();
      }
    } finally {
      ended(mine, began);
    }
  }

  @Override
  public PrintWriter format(String format, @Nullable Object... arguments) {
    boolean mine = WriteOverlap.begin(response, "format"); // the lock would hide it
    long began = response.writeBegins();
    try {
      synchronized (lock) {
        before("format");
        target.format(format, arguments); // Jetty formats in the response's locale
        String text = String.format(Locale.getDefault(Locale.Category.FORMAT), format, arguments);
        length.add(text, 0, text.length());
        wrote();
      }
    } finally {
      ended(mine, began);
    }
    return this;
  }

  @Override
  public void flush() {
    if (response.isFlushOfForward(target)) {
      return;
    }
    response.requireOpen("flush");
    response.announceFlush();
    long began = response.writeBegins();
    target.flush();
    response.writeEnded(began);
    response.noteCommit();
  }

  @Override
  public void close() {
    if (response.isOver()) {
      return;
    }
    response.announceFlush();
    long began = response.writeBegins();
    target.close();
    response.writeEnded(began);
    closed = !response.isIncluding(); // Undertow ignores a close inside of an include
    response.noteCommit();
  }

  @Override
  public boolean checkError() {
    if (response.isOver()) {
      return true;
    }
    response.announceFlush();
    long began = response.writeBegins();
    boolean failed = target.checkError(); // flushes, as PrintWriter says
    response.writeEnded(began);
    response.noteCommit();
    if (failed && !closed) { // else the application wrote after its own close
      response.writeFailed(new IOException("the response's writer has failed"));
    }
    return failed;
  }
}
