/**
 * How the cost of Backstop grows: with the cleanups of a request, with the exchanges that are open
 * at once, with routes, tenants and threads. {@link dev.backstop.benchmarks.growth.Growth} starts
 * it.
 */
@NullMarked
package dev.backstop.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
