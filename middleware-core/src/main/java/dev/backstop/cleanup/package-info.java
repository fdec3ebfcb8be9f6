/**
 * The ordered cleanups of one exchange.
 *
 * <p>A {@link dev.backstop.cleanup.CleanupRegistry} is a stack of {@link
 * dev.backstop.cleanup.Cleanup cleanups} and {@link dev.backstop.cleanup.Release releases}; {@link
 * dev.backstop.cleanup.Registration} and {@link dev.backstop.cleanup.Held} are the handles to one
 * of them; {@link dev.backstop.cleanup.CleanupReport} tells what ran.
 */
@NullMarked
package dev.backstop.cleanup;

import org.jspecify.annotations.NullMarked;
