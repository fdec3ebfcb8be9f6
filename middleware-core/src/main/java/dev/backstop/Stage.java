package dev.backstop;

/** When a middleware starts, and so when it ends: the last to start is the first to end. */
public enum Stage {
  /** Carries context that the others read, as tracing does: starts first, ends last. */
  CONTEXT,
  /** Observes, as logs and metrics do. */
  OBSERVER,
  /**
   * Judges how the exchange went, once the cleanups of the application have run: starts last, ends
   * first, so that what it finds is on the records of the others.
   */
  ASSESSOR
}
