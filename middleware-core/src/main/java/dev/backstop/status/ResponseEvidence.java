package dev.backstop.status;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: the evidence about one response, in one atomic word: status, commit
 * and bytes are never seen torn apart. All wrappers of an exchange share it.
 *
 * <p>Thread-safe.
 */
public final class ResponseEvidence {
  private static final int STATUS_SHIFT = 48;
  private static final long BYTES = (1L << STATUS_SHIFT) - 1;
  private static final long STATUS = 0x3FFL << STATUS_SHIFT;
  private static final long COMMITTED = 1L << 58;
  private static final long SENT_ERROR = 1L << 59; // sendError or sendRedirect has decided
  private static final long CLOSED = 1L << 60;
  private static final long ANNOUNCED = 1L << 61; // beforeCommit has been told
  private static final long FLUSHED = 1L << 62; // a flush has begun
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(ResponseEvidence.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long word = 200L << STATUS_SHIFT;
  private boolean forwarded;
  private boolean onErrorPage;
  private @Nullable ErrorDecision errorDecision; // of the application, while its status stands
  private byte includes; // only the dispatching thread enters and leaves includes
  private boolean overlapped;

  @SuppressWarnings("UnusedVariable") // WriteOverlap reads and sets it
  volatile @Nullable Thread writing;

  /** Makes the evidence of a response that nobody has touched: status 200, open, no bytes. */
  public ResponseEvidence() {}

  /** {@return status, commit and bytes of one moment} */
  public Evidence snapshot() {
    long now = word;
    return new Evidence(statusOf(now), (now & COMMITTED) != 0, now & BYTES);
  }

  private static int statusOf(long word) {
    return (int) ((word & STATUS) >>> STATUS_SHIFT);
  }

  /** {@return the status decided so far} */
  public int status() {
    return statusOf(word);
  }

  /** {@return the body bytes written so far} */
  public long bytes() {
    return word & BYTES;
  }

  /** {@return whether the status line was seen to be final} */
  public boolean isCommitted() {
    return (word & COMMITTED) != 0;
  }

  /** {@return whether the status line is out, or may be by a flush that has not returned yet} */
  public boolean mayBeCommitted() {
    return (word & (COMMITTED | FLUSHED)) != 0;
  }

  /** {@return whether sendError or sendRedirect has decided the status, which may still change} */
  public boolean isDecided() {
    return (word & SENT_ERROR) != 0;
  }

  /** {@return whether the response has ended} */
  public boolean isClosed() {
    return (word & CLOSED) != 0;
  }

  /** Ends the response: from now on its wrappers refuse every change. */
  public void close() {
    WORD.getAndBitwiseOr(this, CLOSED);
  }

  /** A dispatch of type INCLUDE begins: what it sets does not count. */
  public void enterInclude() {
    includes++;
  }

  /** A dispatch of type INCLUDE ends. */
  public void exitInclude() {
    includes--;
  }

  /** A dispatch of type FORWARD has returned: the container closes the response. */
  public void exitForward() {
    forwarded = true;
  }

  /** Two threads write at the same time: returns whether that was not known. */
  boolean isFirstOverlap() {
    boolean first = !overlapped;
    overlapped = true;
    return first;
  }

  /** Returns whether an error page is at work, whose business the status is. */
  boolean isOnErrorPage() {
    return onErrorPage;
  }

  /** Returns who of the application decided on the error status that stands, or null. */
  @Nullable ErrorDecision errorDecision() {
    return errorDecision;
  }

  void errorDecision(@Nullable ErrorDecision decision) {
    errorDecision = decision;
  }

  boolean isForwarded() {
    return forwarded;
  }

  boolean isIncluding() {
    return includes != 0;
  }

  /** setStatus: counts until the commit, unless sendError or sendRedirect has spoken. */
  void set(int status) {
    replace(COMMITTED | SENT_ERROR, STATUS, bits(status));
  }

  /** sendError, sendRedirect: beats setStatus, drops the buffer, and is not yet the commit. */
  void decide(int status) {
    replace(COMMITTED, STATUS | BYTES, bits(status) | SENT_ERROR);
  }

  /** The container says that the status line is out. */
  void commit(int status) {
    replace(COMMITTED, STATUS, bits(status) | COMMITTED);
  }

  /** reset: all is open again. */
  void reset() {
    errorDecision = null;
    replace(COMMITTED, STATUS | BYTES | SENT_ERROR | ANNOUNCED | FLUSHED, bits(200));
  }

  /**
   * A dispatch to an error page: the container has reset the response, and all is open again.
   *
   * @param status what the error page answers with, unless it sets another
   */
  public void reopen(int status) {
    onErrorPage = true;
    errorDecision = null;
    replace(COMMITTED, STATUS | BYTES | SENT_ERROR, bits(status));
  }

  /** A dispatch begins: it was handed the response by the one before, and decides anew. */
  public void handedOn() {
    errorDecision = null;
  }

  /** resetBuffer: the body starts again. */
  void resetBuffer() {
    replace(COMMITTED, BYTES, 0);
  }

  void flushing() {
    if ((word & FLUSHED) == 0) {
      WORD.getAndBitwiseOr(this, FLUSHED);
    }
  }

  void wrote(long bytes) {
    WORD.getAndAdd(this, bytes);
  }

  /** Returns whether this is the first call since the start or the last reset. */
  boolean announceCommit() {
    long now = word;
    return (now & ANNOUNCED) == 0
        && ((long) WORD.getAndBitwiseOr(this, ANNOUNCED) & ANNOUNCED) == 0;
  }

  private static long bits(int status) {
    return ((long) status << STATUS_SHIFT) & STATUS;
  }

  /** Clears and sets bits in one step, unless one of {@code unless} is set. */
  private void replace(long unless, long clear, long set) {
    long now;
    do {
      now = word;
      if ((now & unless) != 0) {
        return;
      }
    } while (!WORD.compareAndSet(this, now, (now & ~clear) | set));
  }
}
