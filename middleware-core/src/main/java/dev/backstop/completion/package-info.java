/**
 * What tells us that an exchange has ended? A container package implements {@link
 * dev.backstop.completion.CompletionSource} and opens exchanges through {@link
 * dev.backstop.completion.Exchanges}; it sees each as an {@link
 * dev.backstop.completion.OpenExchange} with a {@link dev.backstop.completion.RequestHead}, and
 * ends it.
 *
 * <p>Where the container has no signal of its own the portable sources end it: {@link
 * dev.backstop.completion.AsyncEnd} and {@link dev.backstop.completion.PortableSource}. The {@link
 * dev.backstop.completion.Watchdog} looks over the {@link dev.backstop.completion.OpenExchanges}
 * for those that nothing has ended, and asks a {@link dev.backstop.completion.Transfer} before it
 * gives up waiting.
 *
 * <p>The sources tell; which of them ends the exchange is decided by the root package, which
 * implements {@link dev.backstop.completion.OpenExchange}. This one knows {@code outcome} alone.
 */
@NullMarked
package dev.backstop.completion;

import org.jspecify.annotations.NullMarked;
