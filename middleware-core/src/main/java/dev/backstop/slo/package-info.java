/**
 * Service levels: whether an exchange kept what a route promises, and where it did not, what was to
 * blame. {@link dev.backstop.slo.Slo} says what is promised, {@link dev.backstop.slo.ServiceLevels}
 * judges each exchange, {@link dev.backstop.slo.SharedResource} knows who waits for what and which
 * cleanup had it, {@link dev.backstop.slo.SloRules} makes the rules that a Prometheus alerts by.
 *
 * <p>Needs Micrometer, and {@code javax.sql} for the data source.
 */
@NullMarked
package dev.backstop.slo;

import org.jspecify.annotations.NullMarked;
