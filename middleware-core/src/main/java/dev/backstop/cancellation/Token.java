package dev.backstop.cancellation;

import dev.backstop.outcome.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One cancellation of a tree. What is to be done stands in a linked list, last registered first, so
 * that each of it goes out at once when it is done, removed, or no longer needed: a stream of hours
 * does not grow. The lock of the tree guards the lists; the state is read without it.
 */
final class Token extends Node implements ChildCancellation {
  private static final int FEW_FUTURES = 64;

  final CancellationTree tree;
  private final @Nullable Token parent;
  private final String name;
  private volatile @Nullable Cancelled cancelled; // set once
  private @Nullable Node top;
  private boolean closed;
  private int futures; // about
  private int sweepAt = FEW_FUTURES;

  /** Makes the root of a tree, or a child. */
  Token(CancellationTree tree, @Nullable Token parent, String name) {
    this.tree = tree;
    this.parent = parent;
    this.name = name;
  }

  private record Cancelled(CancelReason reason, @Nullable Throwable cause) {}

  // The state ------------------------------------------------------------------------------------

  @Override
  public boolean cancel(CancelReason reason, @Nullable Throwable cause) {
    boolean first = mark(reason, cause);
    if (first) {
      react(null);
      forget();
    }
    return first;
  }

  /** Cancels it and its children, and does nothing else; returns whether this call did. */
  boolean mark(CancelReason reason, @Nullable Throwable cause) {
    Objects.requireNonNull(reason, "reason is null; give one, or call cancel()");
    synchronized (tree) {
      if (closed || cancelled != null) {
        return false;
      }
      markAll(new Cancelled(reason, cause));
      return true;
    }
  }

  /** It is cancelled and all is done: its parent has nothing more to do with it. */
  private void forget() {
    synchronized (tree) {
      if (owner != null) {
        owner.unlink(this);
      }
    }
  }

  private void markAll(Cancelled how) {
    cancelled = how;
    for (Node node = top; node != null; node = node.below) {
      if (node instanceof Token child && child.cancelled == null) {
        child.markAll(how);
      }
    }
  }

  @Override
  public @Nullable CancelReason reason() {
    Cancelled how = cancelled;
    return how == null ? null : how.reason;
  }

  @Override
  public @Nullable Throwable cause() {
    Cancelled how = cancelled;
    return how == null ? null : how.cause;
  }

  @Override
  public void check() {
    Cancelled how = cancelled;
    if (how != null) {
      throw new CancelledException(describe(), how.reason, how.cause);
    }
  }

  private String describe() {
    return parent == null
        ? tree.monitor().describe()
        : parent.describe() + " > " + Untrusted.clean(name);
  }

  @Override
  public String toString() {
    CancelReason why = reason();
    return describe() + (why == null ? " (not cancelled)" : " (" + why + ")");
  }

  // What is done then ----------------------------------------------------------------------------

  @Override
  public Reaction onCancel(String reactionName, CancelAction action) {
    if (reactionName == null || reactionName.isBlank()) {
      throw new IllegalArgumentException(
          "name of a reaction is "
              + (reactionName == null ? "null" : "blank")
              + "; give a short, fixed name");
    }
    Objects.requireNonNull(
        action, () -> "action '" + reactionName + "' is null; give one, or register nothing");
    ActionReaction reaction = new ActionReaction(this, reactionName, action);
    add(reaction);
    return reaction;
  }

  @Override
  public InterruptScope interrupting() {
    return interrupting(Thread.currentThread());
  }

  @Override
  public InterruptScope interrupting(Thread thread) {
    Objects.requireNonNull(thread, "thread is null; give one, or none for this thread");
    InterruptReaction scope = new InterruptReaction(this, thread);
    add(scope);
    return scope;
  }

  @Override
  public <F extends Future<?>> F cancelling(F future) {
    Objects.requireNonNull(future, "future is null; give one, or register nothing");
    if (!future.isDone()) {
      add(new FutureReaction(this, future));
      forgetThoseDone();
    }
    return future;
  }

  private void add(Due due) {
    synchronized (tree) {
      if (closed) {
        return;
      }
      if (cancelled == null) {
        link(due);
        return;
      }
    }
    due.fire();
  }

  /** Futures that are done would stay until the end: now and then they are looked through. */
  private void forgetThoseDone() {
    List<FutureReaction> all = new ArrayList<>();
    synchronized (tree) {
      if (++futures < sweepAt) {
        return;
      }
      for (Node node = top; node != null; node = node.below) {
        if (node instanceof FutureReaction future) {
          all.add(future);
        }
      }
    }
    int left = 0;
    for (FutureReaction future : all) {
      if (!future.isDone() || !takeOut(future)) {
        left++;
      }
    }
    synchronized (tree) {
      futures = left;
      sweepAt = Math.max(FEW_FUTURES, left * 2);
    }
  }

  /**
   * Does what is to be done, on this thread; several threads share the work.
   *
   * @param spared a thread that is not interrupted, or null
   */
  void react(@Nullable Thread spared) {
    for (Due due = take(); due != null; due = take()) {
      if (spared == null || !(due instanceof InterruptReaction one && one.isOf(spared))) {
        due.fire();
      }
    }
  }

  private @Nullable Due take() {
    synchronized (tree) {
      return takeLast();
    }
  }

  private @Nullable Due takeLast() {
    for (Node node = top; node != null; node = top) {
      if (node instanceof Token child) {
        Due due = child.takeLast();
        if (due != null) {
          return due;
        }
      }
      unlink(node);
      if (node instanceof Due due) {
        return due;
      }
    }
    return null;
  }

  boolean hasReactions() {
    synchronized (tree) {
      return top != null;
    }
  }

  void failed(String reaction, Throwable failure) {
    tree.monitor().reactionFailed(reaction, failure);
  }

  // Its parts ------------------------------------------------------------------------------------

  @Override
  public ChildCancellation child(String childName) {
    if (childName == null || childName.isBlank()) {
      throw new IllegalArgumentException(
          "name of a child of "
              + describe()
              + " is "
              + (childName == null ? "null" : "blank")
              + "; say which part of the work it is");
    }
    Token child = new Token(tree, this, childName);
    synchronized (tree) {
      child.closed = closed;
      child.cancelled = cancelled;
      if (!closed && cancelled == null) {
        link(child);
      }
    }
    return child;
  }

  @Override
  public void close() {
    synchronized (tree) {
      if (owner != null) {
        owner.unlink(this);
      }
      closeAll();
    }
  }

  private void closeAll() {
    closed = true;
    for (Node node = top; node != null; node = top) {
      unlink(node);
      if (node instanceof Token child) {
        child.closeAll();
      }
    }
  }

  // The list -------------------------------------------------------------------------------------

  private void link(Node node) {
    node.owner = this;
    node.below = top;
    if (top != null) {
      top.above = node;
    }
    top = node;
  }

  private void unlink(Node node) {
    if (node.above == null) {
      top = node.below;
    } else {
      node.above.below = node.below;
    }
    if (node.below != null) {
      node.below.above = node.above;
    }
    node.owner = null;
    node.above = null;
    node.below = null;
  }

  /** Takes out what is to be done; only who gets true may do it. */
  boolean takeOut(Due due) {
    synchronized (tree) {
      boolean mine = due.owner == this;
      if (mine) {
        unlink(due);
      }
      return mine;
    }
  }
}
