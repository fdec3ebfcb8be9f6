package dev.backstop.spring;

/**
 * Whether Micrometer has a tracer that makes spans of observations; there is none of this where
 * Spring makes no observation of a request.
 */
record SpanMaker(boolean isReal) {}
