package dev.backstop.cancellation;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread that is interrupted. The state decides who was first, the cancellation or the close; the
 * close returns only when a begun interrupt has been delivered, and takes it back.
 */
final class InterruptReaction extends Due implements InterruptScope {
  private static final int WATCHING = 0;
  private static final int INTERRUPTING = 1;
  private static final int INTERRUPTED = 2;
  private static final int CLOSED = 3;

  private final Thread thread;
  private final boolean interruptedBefore;
  private final AtomicInteger state = new AtomicInteger(WATCHING);
  private final int interruptsBefore;
  private volatile boolean wasInterrupted;
  private volatile int place; // among the interrupts of the tree

  InterruptReaction(Token token, Thread thread) {
    super(token, "interrupt");
    this.thread = thread;
    this.interruptsBefore = token.tree.interrupts();
    this.interruptedBefore = thread.isInterrupted();
  }

  boolean isOf(Thread other) {
    return thread == other;
  }

  /** Returns whether another scope of its thread has interrupted that since this one was opened. */
  boolean isWithin(InterruptReaction other) {
    return thread == other.thread && other.place > interruptsBefore;
  }

  @Override
  void perform() {
    if (state.compareAndSet(WATCHING, INTERRUPTING)) {
      wasInterrupted = true;
      place = token.tree.interrupting(this);
      thread.interrupt();
      state.set(INTERRUPTED);
    }
  }

  @Override
  public boolean isInterrupted() {
    return wasInterrupted;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // it spins for the few instructions of perform()
  public void close() {
    if (state.compareAndSet(WATCHING, CLOSED)) {
      token.takeOut(this);
      return;
    }
    while (state.get() == INTERRUPTING) {
      Thread.yield(); // a virtual thread lets the one that interrupts it have its carrier
    }
    if (!state.compareAndSet(INTERRUPTED, CLOSED)) {
      return;
    }
    boolean another = token.tree.closed(this) || interruptedBefore;
    boolean mine = thread == Thread.currentThread();
    if (mine && !another) {
      Thread.interrupted(); // ours; the container must not see it
    } else if (mine) {
      thread.interrupt(); // that one was not ours, and whoever woke up by ours has cleared it
    }
  }
}
