package dev.backstop.observe;

import io.opentelemetry.context.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One scope of a dispatch. Closing it twice is closing it once. Any thread may try to close it; its
 * own thread alone restores the context.
 */
final class GuardedScope implements Scope {
  private static final int OPEN = 0;
  private static final int LEFT_OPEN = 1;
  private static final int CLOSED = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(GuardedScope.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final DispatchScopes dispatch;
  private final Scope scope;
  private final Thread owner = Thread.currentThread();
  private final @Nullable StackTraceElement opener;
  private final @Nullable GuardedScope below;
  private volatile int state;

  GuardedScope(
      DispatchScopes dispatch,
      Scope scope,
      @Nullable StackTraceElement opener,
      @Nullable GuardedScope below) {
    this.dispatch = dispatch;
    this.scope = scope;
    this.opener = opener;
    this.below = below;
  }

  @Nullable StackTraceElement opener() {
    return opener;
  }

  @Nullable GuardedScope below() {
    return below;
  }

  boolean isClosed() {
    return state == CLOSED;
  }

  /** Returns whether nobody had closed it when its dispatch ended. */
  boolean abandon() {
    return STATE.compareAndSet(this, OPEN, LEFT_OPEN);
  }

  void restore() {
    scope.close();
  }

  /** Ends a part of the dispatch that is ours: what is open above it was left open there. */
  void closeWithAllAbove() {
    if ((int) STATE.getAndSet(this, CLOSED) == OPEN) {
      dispatch.unwindTo(this);
    }
  }

  @Override
  public void close() {
    int before = (int) STATE.getAndSet(this, CLOSED);
    if (before == CLOSED) {
      return;
    }
    if (Thread.currentThread() != owner) {
      dispatch.closedElsewhere(this);
    } else if (before == OPEN) {
      dispatch.closed(this);
    }
  }
}
