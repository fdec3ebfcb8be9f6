/**
 * What Backstop costs beside bare Javalin and beside its peers, in one run: bytes and CPU time a
 * request, of the server's threads alone. {@link dev.backstop.benchmarks.javalin.JavalinOverhead}
 * starts it.
 */
@NullMarked
package dev.backstop.benchmarks.javalin;

import org.jspecify.annotations.NullMarked;
