/**
 * What Backstop costs beside bare Jetty and beside its peers, in one run: bytes and CPU time a
 * request, of the server's threads alone. {@link dev.backstop.benchmarks.server.ServerComparison}
 * starts it, {@link dev.backstop.benchmarks.server.ServerVariant} says who takes part, and there is
 * one class for the set-up of each peer.
 */
@NullMarked
package dev.backstop.benchmarks.server;

import org.jspecify.annotations.NullMarked;
