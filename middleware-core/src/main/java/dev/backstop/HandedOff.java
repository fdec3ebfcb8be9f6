package dev.backstop;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.Registration;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on after the response, and the cleanups that it took along from its exchange.
 *
 * <pre>{@code
 * Held<Connection> connection = cleanups.hold("db", pool.getConnection(), Connection::close);
 * HandedOff mailing = exchange.handOff("mailing", connection);
 * pool.execute(() -> mailing.run(() -> sendMails(connection.get())));
 * }</pre>
 *
 * <p>At the end of the work its cleanups run, last registered first, with the outcome of the
 * exchange and in its context, on the thread that finishes; a failure is told as that of any other
 * cleanup. Where the work ends before the exchange, they are the exchange's again and run at its
 * end. Work that never finishes is ended for it, and reported: some time after the end of the
 * exchange ({@link BackstopBuilder#carryDeadline}), and when its context stops.
 *
 * <p>Thread-safe.
 */
public final class HandedOff implements AutoCloseable {
  private final ExchangeLife life;
  private final Backstop backstop;
  private final String name;
  private final long deadlineNanos;
  private final @Nullable StackTraceElement site;
  private final CleanupRegistry cleanups;
  private final AtomicBoolean finished = new AtomicBoolean();
  private @Nullable Future<?> deadline;

  private HandedOff(
      ExchangeLife life,
      Backstop backstop,
      String name,
      long deadlineNanos,
      @Nullable StackTraceElement site) {
    this.life = life;
    this.backstop = backstop;
    this.name = name;
    this.deadlineNanos = deadlineNanos;
    this.site = site;
    this.cleanups = new CleanupRegistry(life);
  }

  /** Takes cleanups out of an exchange. */
  static HandedOff from(
      ExchangeLife life,
      Backstop backstop,
      String name,
      long deadlineNanos,
      Registration... taken) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "name of the work is "
              + (name == null ? "null" : "blank")
              + "; give a short, fixed name");
    }
    HandedOff work = new HandedOff(life, backstop, name, deadlineNanos, life.registersLasting());
    life.cleanups().handOver(work.cleanups, taken);
    return work;
  }

  /** {@return its name, as given} */
  public String name() {
    return name;
  }

  /**
   * Runs the work on this thread, in the context of the exchange, and finishes; also where it
   * throws, and that goes on to the caller.
   *
   * @param work called once, on this thread
   */
  public void run(Runnable work) {
    CleanupScope context = life.enterCleanups();
    try {
      work.run();
    } finally {
      context.close();
      finish();
    }
  }

  /**
   * Ends the work: its cleanups run, on this thread, or at the end of the exchange where that is
   * still to come. Only the first call does so.
   *
   * @return whether this call ended it; false where it was finished before, or given up
   */
  public boolean finish() {
    if (!finished.compareAndSet(false, true)) {
      return false;
    }
    release();
    return true;
  }

  /** Ends the work, as {@link #finish}. */
  @Override
  public void close() {
    finish();
  }

  /** {@return whether the work has ended, or was given up} */
  public boolean isFinished() {
    return finished.get();
  }

  /**
   * {@return what has run of its cleanups after the end of the exchange; what ran with the exchange
   * is in the report of that}
   */
  public CleanupReport report() {
    return cleanups.report();
  }

  private void release() {
    backstop.handedOff().remove(this);
    synchronized (this) {
      if (deadline != null) {
        deadline.cancel(false); // else the scheduler would hold the exchange until then
        deadline = null;
      }
    }
    if (!cleanups.giveAllTo(life.cleanups())) {
      Outcome outcome = life.outcome(); // closed means that it has ended
      cleanups.unwind(outcome);
    }
  }

  boolean isAtHome(Object home) {
    return life.isAtHome(home);
  }

  /** The exchange has ended: from now on the work has its deadline. */
  synchronized void exchangeEnded() {
    if (deadline != null || finished.get()) {
      return;
    }
    try {
      deadline =
          backstop
              .scheduler()
              .schedule(() -> life.resume(this::reap), deadlineNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      // The stop of the context ends it.
    }
  }

  /** Nobody has finished it in time. */
  void reap() {
    if (finished.compareAndSet(false, true)) {
      backstop.reportAt(PitfallKind.HANDED_OFF_NEVER_FINISHED, life, name, site, null);
      release();
    }
  }

  @Override
  public String toString() {
    return name + " of " + life + (isFinished() ? " (finished)" : " (going on)");
  }
}
