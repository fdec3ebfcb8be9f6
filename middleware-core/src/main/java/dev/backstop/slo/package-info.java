/**
 * Did an exchange keep what its route promises, and if not, what was to blame?
 *
 * <p>{@link dev.backstop.slo.Slo} says what is promised; {@link dev.backstop.slo.ServiceLevels}, a
 * middleware of the last stage, judges each exchange when all else of it is known; {@link
 * dev.backstop.slo.SharedResource} knows who waits for what and which cleanup had it, by a {@link
 * dev.backstop.slo.Lease} each; {@link dev.backstop.slo.SloRules} makes the rules that a Prometheus
 * alerts by.
 *
 * <p>Needs Micrometer, and {@code javax.sql} for the data source. It uses {@code observe}, {@code
 * jdbc} and what is below them.
 */
@NullMarked
package dev.backstop.slo;

import org.jspecify.annotations.NullMarked;
