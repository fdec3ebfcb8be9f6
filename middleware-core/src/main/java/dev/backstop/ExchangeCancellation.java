package dev.backstop;

import dev.backstop.cancellation.CancelMonitor;
import dev.backstop.cancellation.CancelReason;
import dev.backstop.cancellation.Cancellation;
import dev.backstop.cancellation.CancellationTree;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The cancellation of one exchange and its deadline. It is made when it is first asked for; until
 * then the exchange has one field, in which the first reason to cancel is noted.
 */
final class ExchangeCancellation implements CancelMonitor {
  private static final int DEEPEST = 32; // a cause chain may be a cycle
  private static final VarHandle SLOT;

  static {
    try {
      SLOT = MethodHandles.lookup().findVarHandle(ExchangeLife.class, "cancellation", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Backstop backstop;
  private final ExchangeLife life;
  private final CancellationTree tree = new CancellationTree(this);
  private @Nullable Future<?> alarm;
  private long earliest; // of the deadlines, while there is an alarm

  private ExchangeCancellation(Backstop backstop, ExchangeLife life) {
    this.backstop = backstop;
    this.life = life;
  }

  /** A reason that came before anybody had asked for the cancellation. */
  private record Noted(CancelReason reason, @Nullable Throwable cause) {
    static final Noted ENDED = new Noted(CancelReason.ENDED, null);
  }

  /** Returns that of an exchange. */
  static ExchangeCancellation of(Backstop backstop, ExchangeLife life) {
    Object seen = life.cancellation;
    while (true) {
      if (seen instanceof ExchangeCancellation present) {
        return present;
      }
      ExchangeCancellation made = new ExchangeCancellation(backstop, life);
      if (seen instanceof Noted noted) {
        made.tree.mark(noted.reason, noted.cause);
      }
      if (SLOT.compareAndSet(life, seen, made)) {
        return made;
      }
      seen = life.cancellation;
    }
  }

  Cancellation token() {
    return tree.root();
  }

  // What cancels it ------------------------------------------------------------------------------

  /** Cancels an exchange on a thread that must not wait: its reactions go elsewhere. */
  static void signal(ExchangeLife life, CancelReason reason, @Nullable Throwable cause) {
    ExchangeCancellation present = presentOrNote(life, new Noted(reason, cause));
    if (present != null && present.tree.mark(reason, cause) && present.tree.hasReactions()) {
      present.execute(Unwinder.THREAD, present::reactCounted);
    }
  }

  /** Says why an exchange is about to be ended, which does its reactions. */
  static void reason(ExchangeLife life, CancelReason reason) {
    ExchangeCancellation present = presentOrNote(life, new Noted(reason, null));
    if (present != null) {
      present.tree.mark(reason, null);
    }
  }

  /**
   * A write failed: the client has gone, unless the container refused to write. Jetty throws the
   * same exception for a head that is too large, with the true one as its cause.
   */
  static void writeFailed(ExchangeLife life, Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
      if (!(cause instanceof IOException) && !(cause instanceof TimeoutException)) {
        return;
      }
      cause = cause.getCause();
    }
    signal(life, CancelReason.CLIENT_GONE, failure);
  }

  /**
   * The outcome of an exchange is known: cancels it.
   *
   * @param elsewhere where to do the reactions if this thread must not wait, else null
   */
  static void ended(ExchangeLife life, Ending ending, @Nullable Executor elsewhere) {
    Noted noted =
        ending == Ending.ABORTED ? new Noted(CancelReason.CLIENT_GONE, life.error()) : Noted.ENDED;
    ExchangeCancellation present = presentOrNote(life, noted);
    if (present == null) {
      return;
    }
    present.tree.mark(noted.reason, noted.cause);
    present.setAlarm(null);
    if (elsewhere == null) {
      present.tree.reactAtEnd();
    } else if (present.tree.hasReactions()) {
      Carried counted = life.kept().carry();
      counted.add();
      present.execute(elsewhere, () -> present.react(counted));
    }
  }

  /** The cleanups of an exchange are about to run: what is left to be done is done before them. */
  static void finish(ExchangeLife life) {
    if (life.cancellation instanceof ExchangeCancellation present) {
      present.tree.reactAtEnd();
    }
  }

  private static @Nullable ExchangeCancellation presentOrNote(ExchangeLife life, Noted noted) {
    Object seen = life.cancellation;
    if (seen == null && SLOT.compareAndSet(life, null, noted)) {
      return null;
    }
    return life.cancellation instanceof ExchangeCancellation present ? present : null;
  }

  private void execute(Executor containers, Runnable reactions) {
    Unwinder.execute(backstop.executorOr(containers), reactions);
  }

  private void reactCounted() {
    Carried counted = life.kept().carry();
    counted.add();
    react(counted);
  }

  /** Does the reactions as a carried task: the unwinding waits, lest it releases what they use. */
  private void react(Carried counted) {
    try {
      tree.react();
    } finally {
      counted.returned();
    }
  }

  // The deadline ---------------------------------------------------------------------------------

  /** Sets a deadline; the earliest of all counts. */
  void deadline(Duration limit) {
    long nanos = limit.isNegative() ? 0 : Backstop.nanosOf(limit);
    if (nanos == 0) {
      passed();
      return;
    }
    long now = backstop.nanoTime();
    synchronized (this) {
      if (alarm != null && earliest - now <= nanos) {
        return;
      }
      earliest = now + Math.min(nanos, Long.MAX_VALUE / 2);
      try {
        setAlarm(backstop.scheduler().schedule(() -> passed(), nanos, TimeUnit.NANOSECONDS));
      } catch (RejectedExecutionException stopping) {
        return; // the stop of its context cancels it
      }
    }
    if (tree.root().isCancelled()) {
      setAlarm(null); // or the scheduler would hold the exchange until then
    }
  }

  private synchronized void setAlarm(@Nullable Future<?> next) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarm = next;
  }

  private void passed() {
    signal(life, CancelReason.DEADLINE, null);
  }

  // What the tree asks ---------------------------------------------------------------------------

  @Override
  public String describe() {
    return life.describe();
  }

  @Override
  public void reactionFailed(String name, Throwable failure) {
    backstop.reportAt(
        PitfallKind.CANCEL_REACTION_FAILED, life, name, EndPitfalls.originOf(failure), failure);
  }
}
