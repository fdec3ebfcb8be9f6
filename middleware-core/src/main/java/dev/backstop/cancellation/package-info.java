/**
 * The cancellation of one exchange: what tells work that nobody waits for it any more.
 *
 * <p>A {@link dev.backstop.cancellation.Cancellation} is cancelled once, with a {@link
 * dev.backstop.cancellation.CancelReason}; {@link dev.backstop.cancellation.Reaction} is the handle
 * to what is done then, {@link dev.backstop.cancellation.InterruptScope} one that interrupts a
 * thread; a {@link dev.backstop.cancellation.ChildCancellation} is that of a part of the work.
 */
@NullMarked
package dev.backstop.cancellation;

import org.jspecify.annotations.NullMarked;
