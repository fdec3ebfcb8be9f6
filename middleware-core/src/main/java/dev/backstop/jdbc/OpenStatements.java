package dev.backstop.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of one transaction that are open. Those that were closed are dropped at once.
 *
 * <p>Thread-safe. No lock is held while a driver is called.
 */
final class OpenStatements {
  private final List<GuardedStatement> open = new ArrayList<>(4);

  synchronized void add(GuardedStatement statement) {
    open.add(statement);
  }

  synchronized void remove(GuardedStatement statement) {
    for (int i = open.size() - 1; i >= 0; i--) { // most are closed soon after they were opened
      if (open.get(i) == statement) {
        open.remove(i);
        return;
      }
    }
  }

  private synchronized List<GuardedStatement> all() {
    return List.copyOf(open);
  }

  /** Cancels those that run now; returns how many. */
  int cancelRunning() {
    int cancelled = 0;
    for (GuardedStatement each : all()) {
      if (each.cancelIfRunning()) {
        cancelled++;
      }
    }
    return cancelled;
  }

  /** Closes them, last opened first, and with them their result sets; returns those it closed. */
  List<GuardedStatement> closeAll() {
    List<GuardedStatement> closed = new ArrayList<>();
    List<GuardedStatement> all = all();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).closeForgotten()) {
        closed.add(all.get(i));
      }
    }
    synchronized (this) {
      open.clear();
    }
    return closed;
  }
}
