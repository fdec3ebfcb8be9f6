package dev.backstop.outcome;

/** Who said what the status was, strongest first. */
public enum StatusSource {
  /** The container's own signal, after the last byte. */
  CONTAINER,
  /** The end of asynchronous processing, as {@code AsyncListener.onComplete} tells it. */
  ASYNC_COMPLETE,
  /** The response was seen to be committed, so the status line had been decided for good. */
  COMMITTED,
  /** A guess: the response was not yet committed at the last moment that could be observed. */
  PREDICTED
}
