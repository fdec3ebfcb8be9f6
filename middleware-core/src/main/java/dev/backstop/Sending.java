package dev.backstop;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the answer of one exchange took to go out. Nobody asks for it unless a middleware {@link
 * Middleware#timesWrites}.
 *
 * <p>Thread-safe.
 */
final class Sending {
  private final AtomicLong nanos = new AtomicLong();
  private volatile long doneAt;
  private volatile boolean done;

  /** The application was in a write for so long. */
  void blocked(long forNanos) {
    nanos.addAndGet(forNanos);
  }

  /**
   * The application has no more work; told again where a dispatch followed, the last one counts.
   */
  void applicationDone(long now) {
    doneAt = now;
    done = true;
  }

  /** The last byte went out, without another dispatch since the application was done. */
  void lastByte(long now) {
    if (done) {
      done = false;
      nanos.addAndGet(now - doneAt);
    }
  }

  long nanos() {
    return nanos.get();
  }
}
