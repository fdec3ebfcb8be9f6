package dev.backstop.benchmarks.measure;

/** What is told about a request. */
public enum Signal {
  LOG_LINE,
  SPAN,
  TIMING
}
