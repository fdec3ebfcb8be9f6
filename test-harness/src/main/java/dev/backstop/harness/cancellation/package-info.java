/**
 * What does a container tell of a client that has gone, and when? {@link
 * dev.backstop.harness.cancellation.CancellationContract} plays the situations and holds a
 * container to its column of {@link dev.backstop.harness.cancellation.CancellationTable}, where the
 * difference between containers stands.
 */
@NullMarked
package dev.backstop.harness.cancellation;

import org.jspecify.annotations.NullMarked;
