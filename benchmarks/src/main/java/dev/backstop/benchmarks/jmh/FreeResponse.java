package dev.backstop.benchmarks.jmh;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A response that costs nothing of its own: what it is given is seen by JMH and dropped. It commits
 * when more was written than a container buffers, or when it is flushed.
 */
final class FreeResponse implements HttpServletResponse {
  private static final int BUFFER = 32_768; // Jetty's

  private final Blackhole sink;
  private final Stream stream = new Stream();
  private int status = SC_OK;
  private @Nullable String contentType;
  private boolean committed;
  private int written;

  FreeResponse(Blackhole sink) {
    this.sink = sink;
  }

  private final class Stream extends ServletOutputStream {
    @Override
    public void write(int one) {
      sink.consume(one);
      wrote(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sink.consume(bytes);
      wrote(length);
    }

    @Override
    public void flush() {
      committed = true;
    }

    @Override
    public void close() {
      committed = true;
    }

    private void wrote(int length) {
      written += length;
      if (written > BUFFER) {
        committed = true;
      }
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw FreeRequest.refused("setWriteListener");
    }
  }

  /** Fails unless the whole answer came here. */
  void check(int length) {
    if (written != length || status != Answer.STATUS) {
      throw new IllegalStateException(
          "the response has "
              + written
              + " bytes and status "
              + status
              + ", expected "
              + length
              + " and "
              + Answer.STATUS);
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return stream;
  }

  @Override
  public PrintWriter getWriter() {
    throw FreeRequest.refused("getWriter");
  }

  @Override
  public void setStatus(int code) {
    status = code;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public boolean isCommitted() {
    return committed;
  }

  @Override
  public void flushBuffer() {
    committed = true;
  }

  @Override
  public void resetBuffer() {
    written = 0;
  }

  @Override
  public void reset() {
    status = SC_OK;
    contentType = null;
    committed = false;
    written = 0;
  }

  @Override
  public void sendError(int code, String message) {
    sendError(code);
  }

  @Override
  public void sendError(int code) {
    status = code;
    committed = true;
  }

  @Override
  public void sendRedirect(String location) {
    sendRedirect(location, SC_FOUND, true);
  }

  @SuppressWarnings("MissingOverride") // since Servlet 6.1
  public void sendRedirect(String location, int code, boolean clearBuffer) {
    setHeader("Location", location);
    sendError(code);
  }

  @Override
  public @Nullable String getContentType() {
    return contentType;
  }

  @Override
  public void setContentType(String type) {
    contentType = type;
  }

  @Override
  public String getCharacterEncoding() {
    return "UTF-8";
  }

  @Override
  public void setCharacterEncoding(String charset) {
    sink.consume(charset);
  }

  @Override
  public void setContentLength(int length) {
    sink.consume(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    sink.consume(length);
  }

  @Override
  public void setBufferSize(int size) {
    sink.consume(size);
  }

  @Override
  public int getBufferSize() {
    return BUFFER;
  }

  @Override
  public void setLocale(Locale locale) {
    sink.consume(locale);
  }

  @Override
  public Locale getLocale() {
    return Locale.ROOT;
  }

  @Override
  public void addCookie(Cookie cookie) {
    sink.consume(cookie);
  }

  @Override
  public String encodeURL(String url) {
    return url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return url;
  }

  @Override
  public void setHeader(String name, String value) {
    sink.consume(name);
    sink.consume(value);
  }

  @Override
  public void addHeader(String name, String value) {
    setHeader(name, value);
  }

  @Override
  public void setDateHeader(String name, long date) {
    sink.consume(name);
    sink.consume(date);
  }

  @Override
  public void addDateHeader(String name, long date) {
    setDateHeader(name, date);
  }

  @Override
  public void setIntHeader(String name, int value) {
    sink.consume(name);
    sink.consume(value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    setIntHeader(name, value);
  }

  @Override
  public boolean containsHeader(String name) {
    return false;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return null;
  }

  @Override
  public Collection<String> getHeaders(String name) {
    return List.of();
  }

  @Override
  public Collection<String> getHeaderNames() {
    return List.of();
  }
}
