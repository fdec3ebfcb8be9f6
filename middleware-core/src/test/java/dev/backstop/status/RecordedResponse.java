package dev.backstop.status;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A small container's response: buffers, commits when the buffer overflows, on flush and on close,
 * and keeps a list of the calls that reached it.
 */
final class RecordedResponse implements InvocationHandler {
  final HttpServletResponse response =
      (HttpServletResponse)
          Proxy.newProxyInstance(
              RecordedResponse.class.getClassLoader(),
              new Class<?>[] {HttpServletResponse.class},
              this);

  final List<String> calls = new ArrayList<>();
  final Map<String, String> headers = new TreeMap<>();
  final ByteArrayOutputStream body = new ByteArrayOutputStream();
  final Stream stream = new Stream();
  int status = 200;
  boolean committed;
  boolean sentError; // containers then call themselves committed
  int bufferSize = 1024;
  long contentLength = -1;
  int lineEnds; // that the writer was asked for
  @Nullable String encoding;
  @Nullable IOException failure; // of whatever would reach the client
  @Nullable WriteListener writeListener;
  private @Nullable PrintWriter writer;

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    Object[] given = arguments == null ? new Object[0] : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, given);
    }
    if (!name.startsWith("get") && !name.startsWith("is") && !name.startsWith("contains")) {
      calls.add(
          Arrays.stream(given)
              .map(String::valueOf)
              .collect(Collectors.joining(",", name + "(", ")")));
    }
    return switch (name) {
      case "getStatus" -> status;
      case "isCommitted" -> committed || sentError;
      case "getCharacterEncoding" -> encoding == null ? "ISO-8859-1" : encoding;
      case "getHeader" -> headers.get(given[0]);
      case "getBufferSize" -> bufferSize;
      case "getOutputStream" -> stream;
      case "getWriter" -> writer();
      default -> {
        change(name, given);
        Class<?> type = method.getReturnType();
        yield type == boolean.class ? (Object) false : null;
      }
    };
  }

  private void change(String name, Object[] given) throws IOException {
    switch (name) {
      case "setStatus" -> status = committed ? status : (int) given[0];
      case "sendError" -> decide((int) given[0]);
      case "sendRedirect" ->
          decide(
              Arrays.stream(given)
                  .filter(Integer.class::isInstance)
                  .mapToInt(code -> (int) code)
                  .findFirst()
                  .orElse(302));
      case "reset" -> {
        requireUncommitted();
        status = 200;
        sentError = false;
        headers.clear();
        body.reset();
      }
      case "resetBuffer" -> {
        requireUncommitted();
        body.reset();
      }
      case "flushBuffer" -> stream.flush();
      case "setHeader", "addHeader" -> headers.put((String) given[0], (String) given[1]);
      case "setContentLength" -> contentLength = (int) given[0];
      default -> {}
    }
  }

  private void decide(int code) {
    requireUncommitted();
    status = code;
    sentError = true;
    body.reset();
  }

  private void requireUncommitted() {
    if (committed) {
      throw new IllegalStateException("committed");
    }
  }

  PrintWriter writer() throws IOException {
    if (writer == null) {
      String charset = encoding == null ? "ISO-8859-1" : encoding;
      writer = new Writer(new OutputStreamWriter(stream, charset));
    }
    return writer;
  }

  /** Counts the line ends: each container has its own. */
  private final class Writer extends PrintWriter {
    Writer(java.io.Writer out) {
      super(out);
    }

    @Override
    public void println() {
      lineEnds++;
      super.println();
    }
  }

  /** The body. */
  final class Stream extends ServletOutputStream {
    boolean closed;

    private void fail() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void write(int b) throws IOException {
      fail();
      body.write(b);
      if (body.size() > bufferSize || body.size() == contentLength) {
        committed = true;
      }
    }

    @Override
    public void flush() throws IOException {
      fail();
      committed = true;
    }

    @Override
    public void close() throws IOException {
      fail();
      committed = true;
      closed = true;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      calls.add("setWriteListener");
      if (listener == null) {
        throw new NullPointerException("listener");
      }
      writeListener = listener;
    }
  }
}
