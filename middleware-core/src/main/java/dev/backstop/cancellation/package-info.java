/**
 * What tells work that nobody waits for it any more? A {@link
 * dev.backstop.cancellation.Cancellation}, one for each exchange, is cancelled once, with a {@link
 * dev.backstop.cancellation.CancelReason}.
 *
 * <p>{@link dev.backstop.cancellation.CancelAction} is what is done then, {@link
 * dev.backstop.cancellation.Reaction} the handle to it, {@link
 * dev.backstop.cancellation.InterruptScope} one that interrupts a thread; a {@link
 * dev.backstop.cancellation.ChildCancellation} is that of a part of the work. Work that asks, by
 * {@link dev.backstop.cancellation.Cancellation#check}, is stopped by a {@link
 * dev.backstop.cancellation.CancelledException}.
 *
 * <p>Who cancels is decided above: the root package does when the client has gone, a deadline has
 * passed or the exchange has ended. This one knows {@code outcome} alone.
 */
@NullMarked
package dev.backstop.cancellation;

import org.jspecify.annotations.NullMarked;
