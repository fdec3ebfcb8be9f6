package dev.backstop.observe;

/**
 * Which cleanups of the application become spans of their own, below the server span, which counts
 * all of them in any case.
 */
public enum CleanupSpans {
  /** None. Tracing then asks for no single durations, so a cleanup costs no clock read for it. */
  OFF,
  /** Those that failed, and those that took longer than {@link TracingBuilder#slowCleanupAfter}. */
  SLOW_OR_FAILED,
  /** All that are in the {@link dev.backstop.cleanup.CleanupReport} at the server span's end. */
  ALL
}
