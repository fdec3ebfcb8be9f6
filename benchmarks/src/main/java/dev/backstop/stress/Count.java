package dev.backstop.stress;

import dev.backstop.cleanup.Cleanup;
import dev.backstop.outcome.Outcome;
import java.util.concurrent.atomic.AtomicInteger;

/** A cleanup that counts how often it ran. */
class Count extends AtomicInteger implements Cleanup {
  private static final long serialVersionUID = 1;

  @Override
  public void run(Outcome outcome) {
    incrementAndGet();
  }

  /** One that fails, too. */
  static final class ThatThrows extends Count {
    private static final long serialVersionUID = 1;
    private final RuntimeException failure = new Failure();

    @Override
    public void run(Outcome outcome) {
      super.run(outcome);
      throw failure;
    }
  }

  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure() {
      super("cannot close", null, false, false);
    }
  }
}
