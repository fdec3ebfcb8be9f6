package dev.backstop.status;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response that knows its status as the client will read it, whether that is final, and how many
 * body bytes were written. It passes everything on and buffers nothing.
 *
 * <ul>
 *   <li>The status is taken from its effect: it freezes when the container's own {@link
 *       #isCommitted} turned true, with the container's own {@link #getStatus}.
 *   <li>{@code sendError} and {@code sendRedirect} decide it without freezing it: an error page, a
 *       later exception or {@code reset} may still change it (Servlet 6.1, 10.9).
 *   <li>Once the exchange has ended the wrapper is inert: setters change nothing, writing throws
 *       {@link IllegalStateException}, and both are reported.
 * </ul>
 *
 * <p>Thread-safe in what it records; otherwise as the wrapped response.
 */
public final class StatusCapturingResponseWrapper extends HttpServletResponseWrapper {
  private final ResponseMonitor
      monitor; // the evidence is its: a field for it would be 8 bytes more
  private @Nullable Object body; // the stream or the writer: containers give out one of them

  /**
   * Wraps a response on its own: nobody is told of misuse.
   *
   * @param response what every call goes on to
   */
  public StatusCapturingResponseWrapper(HttpServletResponse response) {
    this(response, new NobodyListens());
  }

  /**
   * Wraps a response of an exchange, whose wrappers share the evidence.
   *
   * @param response what every call goes on to
   * @param monitor the owner
   */
  public StatusCapturingResponseWrapper(HttpServletResponse response, ResponseMonitor monitor) {
    super(response);
    this.monitor = monitor;
  }

  /**
   * {@return status, commit and bytes of one moment; of a response that the container has taken
   * back, what was seen before}
   */
  public Evidence evidence() {
    try {
      noteCommit();
    } catch (RuntimeException recycled) {
      // Asked too late, from outside of a dispatch.
    }
    return shared().snapshot();
  }

  /** {@return the status of the container's own response, below all wrappers; never throws} */
  public int originalStatus() {
    try {
      return statusOfOriginal();
    } catch (RuntimeException recycled) {
      return shared().status();
    }
  }

  private int statusOfOriginal() {
    ServletResponse current = getResponse();
    while (current instanceof ServletResponseWrapper wrapper) {
      current = wrapper.getResponse();
    }
    return current instanceof HttpServletResponse original ? original.getStatus() : getStatus();
  }

  /**
   * {@return whether this wrapper records for the given evidence}
   *
   * @param other of some exchange
   */
  public boolean records(ResponseEvidence other) {
    return shared() == other;
  }

  /** Tells the last moment for headers, if the response is still open and nothing told it. */
  public void announceCommit() {
    if (!shared().isCommitted() && shared().announceCommit()) {
      monitor.beforeCommit(shared().isDecided() ? shared().status() : getStatus());
    }
  }

  /** The same, before a call that will commit. */
  void announceFlush() {
    announceCommit();
    shared().flushing();
  }

  /** Freezes the status once the container says that it is out. */
  public void noteCommit() {
    // After sendError containers call the response committed, yet its status may still change.
    if (!shared().isCommitted() && !shared().isDecided() && !shared().isClosed() && isCommitted()) {
      shared().commit(getStatus());
    }
  }

  void wrote(long bytes) {
    shared().wrote(bytes);
    noteCommit();
  }

  /** A write, flush or close begins, which may wait for the client. */
  long writeBegins() {
    return monitor.writeBegins();
  }

  /** It is over. */
  void writeEnded(long began) {
    if (began != ResponseMonitor.NOT_TIMED) {
      monitor.writeEnded(began);
    }
  }

  boolean isIncluding() {
    return shared().isIncluding();
  }

  /**
   * Returns whether a flush is Undertow's, which flushes a wrapped response before it closes it at
   * the end of a forward: it would take the Content-Length from the answer.
   */
  boolean isFlushOfForward(Object target) {
    return shared().isForwarded() && target.getClass().getName().startsWith("io.undertow.");
  }

  boolean isOver() {
    return shared().isClosed();
  }

  /** Returns what all wrappers of the exchange share. */
  ResponseEvidence shared() {
    return monitor.evidence();
  }

  /** A write began while another thread was writing. */
  void writtenTwice(String call, Thread other) {
    if (shared().isFirstOverlap()) {
      monitor.twoWriters(call + " while " + other.getName() + " writes");
    }
  }

  void writeFailed(Throwable failure) {
    monitor.writeFailed(failure);
  }

  /** Refuses to write once the exchange has ended. */
  void requireOpen(String call) {
    if (isInert(call)) {
      throw new IllegalStateException(
          call
              + " on the response of "
              + monitor.describe()
              + ", which has ended; write before the end of the exchange");
    }
  }

  private boolean isInert(String call) {
    if (!shared().isClosed()) {
      return false;
    }
    monitor.usedAfterEnd(call);
    return true;
  }

  // Status -------------------------------------------------------------------------------------

  @Override
  public void setStatus(int status) {
    if (shared().isClosed()) {
      isInert("setStatus(" + status + ")");
      return;
    }
    noteCommit();
    boolean late = shared().isCommitted();
    int before = late ? getStatus() : 0;
    super.setStatus(status);
    if (shared().isIncluding()) {
      return;
    }
    if (late) {
      if (before != status) {
        monitor.statusAfterCommit("setStatus(" + status + ")");
      }
    } else if (isFinal(status)) {
      decide(status);
    }
  }

  private void decide(int status) {
    int before = shared().status();
    shared().set(status);
    if (shared().isDecided()) {
      if (before >= 400 && before != status) {
        monitor.statusAfterSendError("setStatus(" + status + ") after sendError(" + before + ")");
      }
    } else if (status >= 400) {
      boolean remembers = monitor.isTold() && !shared().isOnErrorPage();
      shared().errorDecision(remembers ? ErrorDecision.here() : null);
    } else if (before >= 400) {
      noteHidden(before, status);
    }
  }

  private void noteHidden(int before, int status) {
    ErrorDecision hidden = shared().errorDecision();
    shared().errorDecision(null);
    if (hidden != null && hidden.isHiddenHere()) {
      monitor.statusOverridden(
          "setStatus(" + status + ") over the " + before + " of " + hidden.site());
    }
  }

  private static boolean isFinal(int status) {
    return status >= 200 || status == SC_SWITCHING_PROTOCOLS;
  }

  @Override
  public void sendError(int status) throws IOException {
    if (isInert("sendError")) {
      return;
    }
    beforeDecision(status, "sendError(");
    super.sendError(status);
    decided(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    if (isInert("sendError")) {
      return;
    }
    beforeDecision(status, "sendError(");
    super.sendError(status, message);
    decided(status);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    if (isInert("sendRedirect")) {
      return;
    }
    beforeDecision(SC_FOUND, "sendRedirect(");
    super.sendRedirect(location);
    decided(SC_FOUND);
  }

  @Override
  public void sendRedirect(String location, boolean clearBuffer) throws IOException {
    if (isInert("sendRedirect")) {
      return;
    }
    beforeDecision(SC_FOUND, "sendRedirect(");
    ((HttpServletResponse) getResponse()).sendRedirect(location, clearBuffer);
    decided(SC_FOUND);
  }

  @Override
  public void sendRedirect(String location, int status) throws IOException {
    if (isInert("sendRedirect")) {
      return;
    }
    beforeDecision(status, "sendRedirect(");
    ((HttpServletResponse) getResponse()).sendRedirect(location, status);
    decided(status);
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    if (isInert("sendRedirect")) {
      return;
    }
    beforeDecision(status, "sendRedirect(");
    ((HttpServletResponse) getResponse()).sendRedirect(location, status, clearBuffer);
    decided(status);
  }

  private void beforeDecision(int status, String call) {
    noteCommit();
    if (shared().isIncluding()) {
      return;
    }
    if (shared().isCommitted()) {
      monitor.statusAfterCommit(call + status + ")");
    } else if (isFinal(status) && shared().announceCommit()) {
      monitor.beforeCommit(status);
    }
  }

  private void decided(int status) {
    if (isFinal(status) && !shared().isIncluding()) {
      shared().decide(status);
    }
  }

  @Override
  public void reset() {
    if (isInert("reset")) {
      return;
    }
    super.reset();
    shared().reset();
    body = null;
  }

  @Override
  public void resetBuffer() {
    if (isInert("resetBuffer")) {
      return;
    }
    super.resetBuffer();
    shared().resetBuffer();
  }

  @Override
  public void flushBuffer() throws IOException {
    if (isInert("flushBuffer")) {
      return;
    }
    announceFlush();
    long began = writeBegins();
    try {
      super.flushBuffer();
    } catch (IOException e) {
      writeFailed(e);
      throw e;
    } finally {
      writeEnded(began);
    }
    noteCommit();
  }

  // Body ---------------------------------------------------------------------------------------

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (body instanceof CountingOutputStream known) {
      return known;
    }
    requireOpen("getOutputStream");
    CountingOutputStream made = new CountingOutputStream(super.getOutputStream(), this);
    body = made;
    return made;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (body instanceof CountingWriter known) {
      return known;
    }
    requireOpen("getWriter");
    PrintWriter containers = super.getWriter();
    CountingWriter made = new CountingWriter(containers, getCharacterEncoding(), this);
    body = made;
    return made;
  }

  // Headers ------------------------------------------------------------------------------------

  @Override
  public void setHeader(String name, String value) {
    if (!isInert("setHeader")) {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (!isInert("addHeader")) {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    if (!isInert("setIntHeader")) {
      super.setIntHeader(name, value);
    }
  }

  @Override
  public void addIntHeader(String name, int value) {
    if (!isInert("addIntHeader")) {
      super.addIntHeader(name, value);
    }
  }

  @Override
  public void setDateHeader(String name, long date) {
    if (!isInert("setDateHeader")) {
      super.setDateHeader(name, date);
    }
  }

  @Override
  public void addDateHeader(String name, long date) {
    if (!isInert("addDateHeader")) {
      super.addDateHeader(name, date);
    }
  }

  @Override
  public void addCookie(Cookie cookie) {
    if (!isInert("addCookie")) {
      super.addCookie(cookie);
    }
  }

  @Override
  public void setContentLength(int length) {
    if (!isInert("setContentLength")) {
      super.setContentLength(length);
    }
  }

  @Override
  public void setContentLengthLong(long length) {
    if (!isInert("setContentLengthLong")) {
      super.setContentLengthLong(length);
    }
  }

  @Override
  public void setContentType(String type) {
    if (!isInert("setContentType")) {
      super.setContentType(type);
    }
  }

  @Override
  public void setCharacterEncoding(String encoding) {
    if (!isInert("setCharacterEncoding")) {
      super.setCharacterEncoding(encoding);
    }
  }

  @Override
  public void setCharacterEncoding(Charset encoding) {
    if (!isInert("setCharacterEncoding")) {
      super.setCharacterEncoding(encoding);
    }
  }

  @Override
  public void setLocale(Locale locale) {
    if (!isInert("setLocale")) {
      super.setLocale(locale);
    }
  }

  @Override
  public void setBufferSize(int size) {
    if (!isInert("setBufferSize")) {
      super.setBufferSize(size);
    }
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {
    if (!isInert("setTrailerFields")) {
      super.setTrailerFields(supplier);
    }
  }
}
