/**
 * Tables of measured figures, as CSV and as Markdown, and the line charts that the build draws from
 * those that are checked in. {@link dev.backstop.benchmarks.plot.Plots} starts it.
 */
@NullMarked
package dev.backstop.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
