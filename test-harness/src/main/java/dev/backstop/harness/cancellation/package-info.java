/**
 * What each container tells of a client that has gone: {@link
 * dev.backstop.harness.cancellation.CancellationContract} holds a container to its column of {@link
 * dev.backstop.harness.cancellation.CancellationTable}.
 */
@NullMarked
package dev.backstop.harness.cancellation;

import org.jspecify.annotations.NullMarked;
