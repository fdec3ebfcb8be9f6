package dev.backstop.spring;

/**
 * Whether Micrometer has a tracer that makes spans of observations; there is none of this where
 * Spring makes no observation of a request.
 *
 * @param isReal whether it makes any
 * @param isViaOpenTelemetry whether they go where those of the application's OpenTelemetry go
 */
record SpanMaker(boolean isReal, boolean isViaOpenTelemetry) {}
