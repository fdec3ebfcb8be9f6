package dev.backstop.cancellation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: the cancellation of an exchange with all that hangs on it. To cancel
 * it and to do the reactions are two steps here, since those must not run on a thread of the
 * container.
 *
 * <p>Thread-safe.
 */
public final class CancellationTree {
  private final CancelMonitor monitor;
  private final Token root = new Token(this, null, "");
  private final List<InterruptReaction> interrupting = new ArrayList<>(0); // not closed yet
  private int interrupts;

  /**
   * Makes one that is not cancelled.
   *
   * @param monitor told of reactions that throw
   */
  public CancellationTree(CancelMonitor monitor) {
    this.monitor = monitor;
  }

  CancelMonitor monitor() {
    return monitor;
  }

  /** Returns how many interrupts there were. */
  synchronized int interrupts() {
    return interrupts;
  }

  /** A scope is about to interrupt its thread; returns which interrupt that is, from 1. */
  synchronized int interrupting(InterruptReaction scope) {
    interrupting.add(scope);
    return ++interrupts;
  }

  /** A scope that interrupted is closed; returns whether its thread has another to heed. */
  synchronized boolean closed(InterruptReaction scope) {
    interrupting.remove(scope);
    return interrupting.stream().anyMatch(scope::isWithin);
  }

  /** {@return what the application sees} */
  public Cancellation root() {
    return root;
  }

  /**
   * Cancels it, children and all, and does no reaction.
   *
   * @param reason what reactions are told
   * @param cause what made it necessary, or null
   * @return whether this call was the first
   */
  public boolean mark(CancelReason reason, @Nullable Throwable cause) {
    return root.mark(reason, cause);
  }

  /** {@return whether reactions are left, or children} */
  public boolean hasReactions() {
    return root.hasReactions();
  }

  /** Does the reactions that are left; call it once it is cancelled. */
  public void react() {
    root.react(null);
  }

  /**
   * Does the reactions that are left, at the end: this thread, which ends it, is not interrupted.
   */
  public void reactAtEnd() {
    root.react(Thread.currentThread());
  }
}
