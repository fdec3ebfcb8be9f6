package dev.backstop.completion;

import dev.backstop.outcome.Ending;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: what a container saw of the end of an exchange.
 *
 * @param status the status line it sent; 0 where it sent none
 * @param ending whether the client got it all
 * @param bytes body bytes it was given to send; negative where it does not know
 * @param failure what cut the answer off, or null
 */
public record WireEnd(int status, Ending ending, long bytes, @Nullable Throwable failure) {}
