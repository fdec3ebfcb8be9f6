package dev.backstop.cancellation;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Cancellation#check}: the work was cancelled, and nobody waits for its result.
 *
 * <p>It is a {@link CancellationException}, so that futures count as cancelled by it, and
 * coroutines end quietly. The message names the exchange, and the part of it that was cancelled.
 */
public final class CancelledException extends CancellationException {
  private static final long serialVersionUID = 1;

  /** Why it was cancelled. */
  private final CancelReason reason;

  CancelledException(String name, CancelReason reason, @Nullable Throwable cause) {
    super(
        name
            + " was cancelled ("
            + reason
            + ": "
            + reason.fact()
            + "); expected by work that still runs: stop it, and let this exception pass");
    this.reason = reason;
    if (cause != null) {
      initCause(cause);
    }
  }

  /** {@return why it was cancelled} */
  public CancelReason reason() {
    return reason;
  }
}
