/**
 * What Backstop costs. One package for each question, with one class that starts it: {@code jmh}
 * for its parts, {@code server} and {@code javalin} for a request beside the peers', {@code load}
 * for the collector under load, {@code growth} for how the cost grows; {@code measure} is what they
 * share.
 */
@NullMarked
package dev.backstop.benchmarks;

import org.jspecify.annotations.NullMarked;
