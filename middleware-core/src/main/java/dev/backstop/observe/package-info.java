/**
 * What does an operator read of an exchange? {@link dev.backstop.observe.AccessLog} writes one log
 * event, {@link dev.backstop.observe.Metrics} times and counts it, {@link
 * dev.backstop.observe.Tracing} makes its server span. All three tell the same {@link
 * dev.backstop.outcome.Outcome}.
 *
 * <p>Each is a {@link dev.backstop.Middleware} that is used alone or with the others, and each
 * touches one library: SLF4J, Micrometer, the OpenTelemetry API.
 *
 * <p>Four more look for pitfalls and repair what they can: {@link
 * dev.backstop.observe.LoggingContext} the MDC, {@link dev.backstop.observe.ScopeGuard} the scopes
 * of OpenTelemetry's context, {@link dev.backstop.observe.SpanLedger} spans, {@link
 * dev.backstop.observe.TimerLedger} observations.
 *
 * <p>Every one has a builder or a {@code create}, beside it a watch for one exchange, and small
 * classes for what the watch writes. It uses the root package and what is below that; {@code
 * tenant} and {@code slo} use it.
 */
@NullMarked
package dev.backstop.observe;

import org.jspecify.annotations.NullMarked;
