package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Outcomes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A registry's owner whose clock stands still until it is moved. */
final class ManualMonitor implements CleanupMonitor {
  /** What the registry told of a late cleanup, or of an observer. */
  record Late(String name, @Nullable Throwable failure) {}

  final Outcome soFar = Outcomes.completed(202);
  final ManualScheduler scheduler = new ManualScheduler();
  final List<Late> late = new CopyOnWriteArrayList<>();
  final List<Late> observersFailed = new CopyOnWriteArrayList<>();
  final List<Late> failed = new CopyOnWriteArrayList<>();
  final List<Late> overdue = new CopyOnWriteArrayList<>();
  final List<Late> endedOverdue = new CopyOnWriteArrayList<>();
  volatile boolean timing;
  long now = 1_000; // of the thread that unwinds

  @Override
  public boolean timesEach() {
    return timing;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Outcome outcomeSoFar() {
    return soFar;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public void late(String name, @Nullable Throwable failure) {
    late.add(new Late(name, failure));
  }

  @Override
  public void failed(String name, Throwable failure) {
    failed.add(new Late(name, failure));
  }

  @Override
  public void overdue(String name, @Nullable StackTraceElement site, TimeoutException failure) {
    overdue.add(new Late(name, failure));
  }

  @Override
  public void endedOverdue(
      String name, @Nullable StackTraceElement site, @Nullable Throwable failure) {
    endedOverdue.add(new Late(name, failure));
  }

  @Override
  public void observerFailed(String name, Throwable failure) {
    observersFailed.add(new Late(name, failure));
  }
}
