package dev.backstop;

/** When a middleware starts, and so when it ends: the last to start is the first to end. */
public enum Stage {
  /** Carries context that the others read, as tracing does: starts first, ends last. */
  CONTEXT,
  /** Observes, as logs and metrics do. */
  OBSERVER
}
