package dev.backstop.jdbc;

import dev.backstop.Exchange;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism of a {@link DeferredTransaction}: where it stands, and what each call means there.
 *
 * <p>The lock is held over commit, rollback and the end, so that an end on another thread waits for
 * a commit that is on its way; it is not held while a statement runs, which the end cancels.
 */
final class TransactionLife {
  private enum Phase {
    OPEN,
    COMMITTED,
    ROLLED_BACK,
    COMMIT_FAILED
  }

  private final Exchange exchange;
  private final Connection given;
  private final ChangedSettings settings;
  private final @Nullable StackTraceElement begun;
  private final OpenStatements statements = new OpenStatements();
  private final WorkDone work = new WorkDone();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Phase phase = Phase.OPEN;
  private volatile boolean released;
  private volatile boolean cancelled;
  private volatile @Nullable Throwable refusal; // why it cannot go on
  // Under the lock, as are those that follow:
  private @Nullable Throwable broken; // why nobody knows the state of the connection
  private @Nullable Throwable failure; // of the end
  private @Nullable Undone undone;
  private boolean lost;
  private List<GuardedStatement> leftOpen = List.of();

  TransactionLife(
      Exchange exchange,
      Connection given,
      ChangedSettings settings,
      @Nullable StackTraceElement begun) {
    this.exchange = exchange;
    this.given = given;
    this.settings = settings;
    this.begun = begun;
  }

  /** The application rolled back what it had written, though nothing had failed. */
  private record Undone(@Nullable StackTraceElement site) {}

  // What the guards ask ------------------------------------------------------------------------

  boolean isReleased() {
    return released;
  }

  boolean isCommitted() {
    return phase == Phase.COMMITTED && !work.isAny();
  }

  /** Returns the pool's connection, for a call that is no work. */
  Connection given(String call) throws SQLException {
    requireHeld("Connection." + call);
    return given;
  }

  void requireHeld(String call) throws SQLException {
    if (released) {
      exchange.report(PitfallKind.TRANSACTION_AFTER_END, call, null, null);
      throw Refused.afterEnd(call);
    }
  }

  void requireNotCancelled(String call) throws SQLException {
    if (cancelled) {
      throw Refused.cancelled(call);
    }
  }

  OpenStatements statements() {
    return statements;
  }

  /** Work is about to be done. */
  void work(String call, boolean mayWrite) throws SQLException {
    requireHeld(call);
    requireNotCancelled(call);
    Throwable first = refusal;
    if (first != null) {
      throw Refused.afterFailure(call, first);
    }
    work.add(mayWrite);
  }

  void workFailed() {
    work.failed();
  }

  void aboutToChange(Setting setting) throws SQLException {
    settings.aboutToChange(setting);
  }

  void autoCommit(boolean on) {
    String call = "setAutoCommit(" + on + ")";
    if (released) {
      exchange.report(PitfallKind.TRANSACTION_AFTER_END, call, null, null);
    } else if (on && work.hasWrites()) {
      exchange.report(PitfallKind.AUTO_COMMIT_EARLY, call, null, null);
    }
  }

  void closedLate(GuardedStatement statement) {
    exchange.report(PitfallKind.STATEMENT_CLOSED_LATE, statement.describe(), null, null);
  }

  // What the application decides ---------------------------------------------------------------

  void commit() throws SQLException {
    lock.lock();
    try {
      requireHeld("commit()");
      if (exchange.isEnded()) {
        exchange.report(PitfallKind.COMMIT_TOO_LATE, "commit()", null, null);
        throw Refused.commitTooLate();
      }
      Throwable first = refusal;
      if (first != null) {
        exchange.report(PitfallKind.COMMIT_TWICE, "commit() after one that failed", null, first);
        throw Refused.afterFailure("commit()", first);
      }
      requireNotCancelled("commit()");
      if (isCommitted()) {
        exchange.report(PitfallKind.COMMIT_TWICE, "commit()", null, null);
      } else if (phase != Phase.ROLLED_BACK || work.isAny()) {
        commitNow();
      }
    } finally {
      lock.unlock();
    }
  }

  private void commitNow() throws SQLException {
    phase = Phase.COMMIT_FAILED;
    try {
      if (work.hasFailed()) {
        SilentRollback.check(given);
      }
      given.commit();
    } catch (SQLException | RuntimeException e) {
      throw commitFailed(e);
    }
    phase = Phase.COMMITTED;
    undone = null;
    work.settled();
  }

  private SQLException commitFailed(Exception e) {
    if (e instanceof SQLException sql && CommitFailure.isRefusal(sql)) {
      refusal = sql;
      if (!CommitFailure.isRetryable(sql)) {
        exchange.recordError(sql);
      }
      return sql;
    }
    CommitOutcomeUnknownException unknown = new CommitOutcomeUnknownException(e);
    refusal = unknown;
    broken = unknown;
    exchange.recordError(unknown);
    exchange.report(PitfallKind.COMMIT_UNKNOWN, "commit()", null, e);
    return unknown;
  }

  void rollback() {
    lock.lock();
    try {
      if (released) {
        exchange.report(PitfallKind.TRANSACTION_AFTER_END, "rollback()", null, null);
      } else if (isCommitted()) {
        exchange.report(PitfallKind.ROLLBACK_AFTER_COMMIT, "rollback()", null, null);
      } else if (broken == null) {
        rollbackAsAsked();
      }
    } finally {
      lock.unlock();
    }
  }

  private void rollbackAsAsked() {
    if (phase != Phase.COMMIT_FAILED && work.hasWrites() && !work.hasFailed()) {
      undone = new Undone(ErrorClassifier.callSite());
    }
    rollbackNow(null);
    if (phase == Phase.OPEN) {
      phase = Phase.ROLLED_BACK;
    }
  }

  /**
   * Rolls back.
   *
   * @param site the line to name where that fails; null for the caller's
   */
  private void rollbackNow(@Nullable StackTraceElement site) {
    try {
      given.rollback();
      work.settled();
    } catch (SQLException | RuntimeException | Error e) {
      broken = e;
      refusal = e;
      failure = e;
      exchange.report(PitfallKind.ROLLBACK_FAILED, "rollback()", site, e);
    }
  }

  void cancel() {
    cancelled = true;
    statements.cancelRunning();
  }

  // The end ------------------------------------------------------------------------------------

  /** The application ends the connection the hard way. */
  void abort(Executor executor) throws SQLException {
    given("abort").abort(executor);
    lock.lock();
    try {
      if (broken == null) {
        broken = new SQLException("the application aborted the connection", "08003");
      }
    } finally {
      lock.unlock();
    }
    release();
  }

  /** Does what there is to do before the connection may go, once, and gives it back. */
  void release() {
    lock.lock();
    try {
      if (!released) {
        released = true;
        try {
          settle();
        } catch (Error e) { // of a driver: whatever it is, the connection goes back
          broken = e;
          failure = e;
        }
        giveBack();
      }
    } finally {
      lock.unlock();
    }
  }

  private void settle() {
    statements.cancelRunning();
    leftOpen = statements.closeAll();
    lost = work.hasWrites() && phase != Phase.COMMIT_FAILED && broken == null;
    if (broken == null && !isCommitted()) {
      rollbackNow(begun);
    }
    if (broken == null) {
      restore();
    }
  }

  private void restore() {
    try {
      settings.restore();
    } catch (SQLException | RuntimeException e) {
      broken = e;
      failure = e;
    }
  }

  private void giveBack() {
    Throwable reason = broken;
    if (reason != null) {
      GivenConnection.discardAfter(reason, given);
      return;
    }
    try {
      given.close();
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  /** The cleanup: the end of the exchange. */
  void end(Outcome outcome) throws Exception {
    release();
    for (GuardedStatement each : leftOpen) {
      if (each.isForgotten()) {
        exchange.report(PitfallKind.STATEMENT_LEFT_OPEN, each.describe(), each.openedAt(), null);
      }
    }
    leftOpen = List.of();
    if (outcome.status() >= 200 && outcome.status() < 400) {
      compare(outcome);
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure instanceof Exception e) {
      throw e;
    }
  }

  /** The client read a success: was there one? */
  private void compare(Outcome outcome) {
    String answer = "answered with " + outcome.status();
    Undone byApplication = undone;
    if (lost) {
      exchange.report(PitfallKind.COMMIT_FORGOTTEN, answer, begun, null);
    } else if (byApplication != null) {
      exchange.report(PitfallKind.ROLLBACK_BEHIND_SUCCESS, answer, byApplication.site(), null);
    }
  }

  @Override
  public String toString() {
    return "transaction of " + exchange.method() + " (" + phase + (released ? ", over)" : ")");
  }
}
