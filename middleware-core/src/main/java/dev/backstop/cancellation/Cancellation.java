package dev.backstop.cancellation;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Tells work that nobody waits for it any more. It is cancelled once, with a reason, by whichever
 * comes first: the application, a deadline, the container's timeout, the loss of the client, the
 * stop of the context, or the end of the exchange.
 *
 * <pre>{@code
 * Cancellation cancellation = exchange.cancellation();
 * cancellation.onCancel("query", statement::cancel);
 * for (Row row : rows) {
 *   cancellation.check();
 *   write(row);
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Each reaction is done at most once, last registered first, children in their turn.
 *   <li>One that throws, an {@link Error} too, stops no other; it is reported as a pitfall.
 *   <li>One that is registered after the cancellation is done at once, on the calling thread.
 *   <li>At the end of the exchange the outcome is known first, then come the reactions, then the
 *       cleanups. Nothing is left of them after that.
 * </ul>
 *
 * <p>{@link #cancel} does them on the calling thread, the end of an exchange and the stop of its
 * context on the thread that unwinds it; all other reasons on a thread of the executor of Backstop,
 * never on one of the container, and the cleanups wait, without a thread, for one that is being
 * done there.
 *
 * <p>Thread-safe; no lock is held while code of the application runs.
 */
public sealed interface Cancellation permits ChildCancellation {
  /**
   * Cancels with {@link CancelReason#EXPLICIT}, as {@link #cancel(CancelReason, Throwable)}.
   *
   * @return whether this call cancelled it
   */
  default boolean cancel() {
    return cancel(CancelReason.EXPLICIT, null);
  }

  /**
   * Cancels, as {@link #cancel(CancelReason, Throwable)}.
   *
   * @param reason what reactions are told
   * @return whether this call cancelled it
   */
  default boolean cancel(CancelReason reason) {
    return cancel(reason, null);
  }

  /**
   * Cancels, does all reactions on this thread, and cancels all children; the first call alone
   * counts. It ends neither the exchange nor a thread: whoever works has to heed it.
   *
   * @param reason what reactions are told
   * @param cause what made it necessary, or null
   * @return whether this call cancelled it
   */
  boolean cancel(CancelReason reason, @Nullable Throwable cause);

  /** {@return whether it was cancelled} */
  default boolean isCancelled() {
    return reason() != null;
  }

  /** {@return why it was cancelled; null where it was not} */
  @Nullable CancelReason reason();

  /** {@return what caused the cancellation, or null} */
  @Nullable Throwable cause();

  /**
   * Throws where it was cancelled; else nothing happens. It costs one read of a field.
   *
   * @throws CancelledException with the reason, the exchange, and the cause
   */
  void check();

  /**
   * Registers what is to be done when it is cancelled; where it was, that is done now, on this
   * thread.
   *
   * @param name what reports call it; low cardinality
   * @param action called at most once, on the thread that cancels or, now, on this one
   * @return what takes it back
   */
  Reaction onCancel(String name, CancelAction action);

  /**
   * Interrupts this thread when it is cancelled; at once where it was.
   *
   * @return to be closed on this thread, when what may be interrupted is over
   */
  InterruptScope interrupting();

  /**
   * Interrupts a thread when it is cancelled; at once where it was. Where another thread than this
   * one closes the scope, an interrupt that came before stays with the thread.
   *
   * @param thread any thread that works for the exchange
   * @return to be closed when what may be interrupted is over
   */
  InterruptScope interrupting(Thread thread);

  /**
   * Cancels a future, interrupting what computes it, when it is cancelled; at once where it was.
   * One that is done is forgotten by itself.
   *
   * @param <F> the kind of future
   * @param future done or not
   * @return the future
   */
  <F extends Future<?>> F cancelling(F future);

  /**
   * {@return the cancellation of a part of the work} To cancel it reaches neither this one nor its
   * siblings; when this one is cancelled, so is it, with the same reason. Close it when the part is
   * done.
   *
   * @param name what messages call it
   */
  ChildCancellation child(String name);
}
