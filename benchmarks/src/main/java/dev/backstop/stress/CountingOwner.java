package dev.backstop.stress;

import dev.backstop.cleanup.CleanupMonitor;
import dev.backstop.outcome.Outcome;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The owner of a registry that counts what it is told of late cleanups. */
class CountingOwner extends AtomicInteger implements CleanupMonitor {
  private static final long serialVersionUID = 1;

  @Override
  public boolean timesEach() {
    return false;
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public Outcome outcomeSoFar() {
    return Ends.OK;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    throw new AssertionError("no cleanup here has a time limit");
  }

  @Override
  public void late(String name, @Nullable Throwable failure) {
    incrementAndGet();
  }

  @Override
  public void observerFailed(String name, Throwable failure) {
    throw new AssertionError("nothing here observes", failure);
  }
}
