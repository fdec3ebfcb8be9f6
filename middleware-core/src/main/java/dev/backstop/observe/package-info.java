/**
 * What an operator reads: {@link dev.backstop.observe.AccessLog} writes one log event for each
 * exchange, {@link dev.backstop.observe.Metrics} times and counts it, {@link
 * dev.backstop.observe.Tracing} makes its server span. Each is a {@link dev.backstop.Middleware}
 * that is used alone or with the others, and each touches one library: SLF4J, Micrometer, the
 * OpenTelemetry API.
 *
 * <p>Four more look for pitfalls and repair what they can: {@link
 * dev.backstop.observe.LoggingContext} the MDC, {@link dev.backstop.observe.ScopeGuard} the scopes
 * of OpenTelemetry's context, {@link dev.backstop.observe.SpanLedger} spans, {@link
 * dev.backstop.observe.TimerLedger} observations.
 *
 * <p>The first three tell the same {@link dev.backstop.outcome.Outcome}.
 */
@NullMarked
package dev.backstop.observe;

import org.jspecify.annotations.NullMarked;
