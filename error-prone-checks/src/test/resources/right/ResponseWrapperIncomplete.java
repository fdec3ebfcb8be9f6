import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.Cleanup;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.servlet.*;
import jakarta.servlet.http.*;
import java.io.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class Whole extends HttpServletResponseWrapper {
  Whole(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void sendError(int sc) throws IOException {
    setStatus(sc);
    super.sendError(sc);
  }

  @Override
  public void sendError(int sc, String message) throws IOException {
    setStatus(sc);
    super.sendError(sc, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    setStatus(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int sc, boolean clearBuffer) throws IOException {
    setStatus(sc);
    super.sendRedirect(location, sc, clearBuffer);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
  }

}

class S01 extends HttpServletResponseWrapper {
  S01(HttpServletResponse response) {
    super(response);
  }
  private int status = 200;

  @Override
  public void setStatus(int sc) {
    status = sc;
    super.setStatus(sc);
  }

  @Override
  public void sendError(int sc) throws IOException {
    status = sc;
    super.sendError(sc);
  }

  @Override
  public void sendError(int sc, String message) throws IOException {
    status = sc;
    super.sendError(sc, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    setStatus(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int sc, boolean clearBuffer) throws IOException {
    status = sc;
    super.sendRedirect(location, sc, clearBuffer);
  }

}

class S02 extends HttpServletResponseWrapper {
  S02(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setStatus(int sc) {
    if (sc != 304) {
      super.setStatus(sc);
    }
  }

  @Override
  public void sendError(int sc) throws IOException {
    setStatus(sc);
    super.sendError(sc);
  }

  @Override
  public void sendError(int sc, String message) throws IOException {
    setStatus(sc);
    super.sendError(sc, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    setStatus(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int sc, boolean clearBuffer) throws IOException {
    setStatus(sc);
    super.sendRedirect(location, sc, clearBuffer);
  }

}

class S03 extends HttpServletResponseWrapper {
  S03(HttpServletResponse response) {
    super(response);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
  }

}

class S04 extends HttpServletResponseWrapper {
  S04(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setHeader(String name, String value) {
    super.setHeader(name, value.strip());
  }

  @Override
  public void addHeader(String name, String value) {
    super.addHeader(name, value.strip());
  }

}

class S05 extends HttpServletResponseWrapper {
  S05(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setHeader(String name, String value) {
    super.setHeader(name, value.strip());
  }

  @Override
  public void addHeader(String name, String value) {
    super.addHeader(name, value.strip());
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
  }

}

class S06 extends HttpServletResponseWrapper {
  S06(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setHeader(String name, String value) {
    super.setHeader(name, value.replace("\n", ""));
  }

  @Override
  public void addHeader(String name, String value) {
    super.addHeader(name, value.replace("\n", ""));
  }

  @Override
  public void setStatus(int sc) {
    super.setStatus(sc);
  }

  @Override
  public void sendError(int sc) throws IOException {
    setStatus(sc);
    super.sendError(sc);
  }

  @Override
  public void sendError(int sc, String message) throws IOException {
    setStatus(sc);
    super.sendError(sc, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    setStatus(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int sc, boolean clearBuffer) throws IOException {
    setStatus(sc);
    super.sendRedirect(location, sc, clearBuffer);
  }

}

class S07 extends ServletResponseWrapper {
  S07(ServletResponse response) {
    super(response);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
  }

}

class S08 extends HttpServletResponseWrapper {
  S08(HttpServletResponse response) {
    super(response);
  }
  boolean failed;

  @Override
  public void setStatus(int sc) {
    failed |= sc >= 500;
    super.setStatus(sc);
  }

  @Override
  public void sendError(int sc) throws IOException {
    failed |= sc >= 500;
    super.sendError(sc);
  }

  @Override
  public void sendError(int sc, String message) throws IOException {
    failed |= sc >= 500;
    super.sendError(sc, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    setStatus(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int sc, boolean clearBuffer) throws IOException {
    failed |= sc >= 500;
    super.sendRedirect(location, sc, clearBuffer);
  }

}

class S09 {
  HttpServletResponse noting(HttpServletResponse response, List<Integer> seen) {
    return new HttpServletResponseWrapper(response) {
      @Override
      public void setStatus(int sc) {
        seen.add(sc);
        super.setStatus(sc);
      }

  @Override
  public void sendError(int sc) throws IOException {
    seen.add(sc);
    super.sendError(sc);
  }

  @Override
  public void sendError(int sc, String message) throws IOException {
    seen.add(sc);
    super.sendError(sc, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    setStatus(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int sc, boolean clearBuffer) throws IOException {
    seen.add(sc);
    super.sendRedirect(location, sc, clearBuffer);
  }
    };
  }
}

class S10 extends Whole {
  S10(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setStatus(int sc) {
    super.setStatus(sc);
  }

}

class S11 extends HttpServletResponseWrapper {
  S11(HttpServletResponse response) {
    super(response);
  }
  @Override
  public int getStatus() {
    return 200;
  }

  @Override
  public void setHeader(String name, String value) {
    super.setHeader(name, value.strip());
  }

  @Override
  public void addHeader(String name, String value) {
    super.addHeader(name, value.strip());
  }

}
