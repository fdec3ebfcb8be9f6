package dev.backstop.cleanup;

import java.time.Duration;

/**
 * One registered cleanup, in the hand of whoever registered it. It runs at most once: at the end,
 * or earlier by {@link #runNow}, or at the end of the work that it was handed over to: from then on
 * this registration is spent.
 *
 * <p>Thread-safe.
 */
public sealed interface Registration permits Entry, Held {
  /**
   * Runs the cleanup now, on this thread; the unwinding then skips it. A failure is not thrown but
   * kept for the {@link CleanupReport}. A cleanup that asks for the outcome gets what is known so
   * far.
   *
   * @return whether this call ran it; false where it has run, is running or was dismissed
   */
  boolean runNow();

  /**
   * Takes the cleanup back: it will not run.
   *
   * @return whether this call took it back; false where it has run, is running or was dismissed
   */
  boolean dismiss();

  /**
   * Interrupts the cleanup when it runs longer than this, and reports it as failed with a {@link
   * java.util.concurrent.TimeoutException}. The interrupt never comes after the cleanup returned
   * and never stays with the thread. No effect on a cleanup that has begun.
   *
   * @param limit positive
   * @return this
   */
  Registration timeout(Duration limit);
}
