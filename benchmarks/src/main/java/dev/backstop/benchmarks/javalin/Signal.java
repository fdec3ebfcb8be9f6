package dev.backstop.benchmarks.javalin;

/** What is told about a request. */
enum Signal {
  LOG_LINE,
  SPAN,
  TIMING
}
