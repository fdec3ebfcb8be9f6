/**
 * What tells us that an exchange has ended.
 *
 * <p>A container package implements {@link dev.backstop.completion.CompletionSource} and opens
 * exchanges through {@link dev.backstop.completion.Exchanges}; it sees each as an {@link
 * dev.backstop.completion.OpenExchange} with a {@link dev.backstop.completion.RequestHead}, and
 * ends it. The portable sources are {@link dev.backstop.completion.AsyncEnd} and the {@link
 * dev.backstop.completion.Watchdog} over the {@link dev.backstop.completion.OpenExchanges}.
 */
@NullMarked
package dev.backstop.completion;

import org.jspecify.annotations.NullMarked;
