package dev.backstop.benchmarks.jmh;

import dev.backstop.cleanup.CleanupMonitor;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The owner of a registry, which says what the registry is to measure by itself. */
enum Owner implements CleanupMonitor {
  /** Nobody asks how long anything took. */
  NO_CLOCK {
    @Override
    public boolean timesEach() {
      return false;
    }

    @Override
    public long nanoTime() {
      return 0;
    }
  },

  /** How long each cleanup took is asked for. */
  TIMES_EACH {
    @Override
    public boolean timesEach() {
      return true;
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }
  };

  static final Outcome OK =
      new Outcome(
          "GET",
          "/users/42",
          "/users/*",
          200,
          StatusSource.CONTAINER,
          Ending.COMPLETED,
          null,
          false,
          false,
          0,
          0);

  @Override
  public Outcome outcomeSoFar() {
    return OK;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    throw new AssertionError("no cleanup here has a time limit");
  }

  @Override
  public void late(String name, @Nullable Throwable failure) {
    throw new AssertionError("no cleanup here is late: " + name, failure);
  }

  @Override
  public void failed(String name, Throwable failure) {
    throw new AssertionError("no cleanup here throws: " + name, failure);
  }

  @Override
  public void observerFailed(String name, Throwable failure) {
    throw new AssertionError("nothing here observes", failure);
  }
}
