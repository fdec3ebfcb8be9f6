package dev.backstop.cancellation;

import java.util.concurrent.Future;

/** A future that is cancelled, and what computes it interrupted. */
final class FutureReaction extends Due {
  private final Future<?> future;

  FutureReaction(Token token, Future<?> future) {
    super(token, "future");
    this.future = future;
  }

  boolean isDone() {
    return future.isDone();
  }

  @Override
  void perform() {
    future.cancel(true);
  }
}
