/**
 * Who orders the cleanups of an exchange? A {@link dev.backstop.cleanup.CleanupRegistry}, a stack:
 * the last registered runs first, each once.
 *
 * <p>What is registered is a {@link dev.backstop.cleanup.Cleanup}, a {@link
 * dev.backstop.cleanup.Release} of a resource, or an {@link dev.backstop.cleanup.AsyncCleanup} that
 * ends later than its call returns; {@link dev.backstop.cleanup.Registration} and {@link
 * dev.backstop.cleanup.Held} are the handles to one of them; {@link
 * dev.backstop.cleanup.CleanupReport} tells what ran.
 *
 * <p>The registry asks its owner for time and context, and tells it what goes wrong, by a {@link
 * dev.backstop.cleanup.CleanupMonitor}; the end of a middleware is an {@link
 * dev.backstop.cleanup.EndObserver} in the same stack. It knows {@code outcome} and {@code
 * ownership} alone, so it serves any unit of work: a Kafka record as well.
 */
@NullMarked
package dev.backstop.cleanup;

import org.jspecify.annotations.NullMarked;
