package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watches of one exchange. Whatever one of them throws is reported, and neither the request nor
 * the others feel it.
 */
final class Observers {
  private final ExchangeLife life;
  private final Backstop backstop;
  private final @Nullable Watch[] watches;

  private Observers(Backstop backstop, ExchangeLife life, int count) {
    this.backstop = backstop;
    this.life = life;
    this.watches = new Watch[count];
  }

  /** Returns those of an exchange, not started; null where there is no middleware. */
  static @Nullable Observers of(Backstop backstop, ExchangeLife life) {
    int count = backstop.middleware().size();
    return count == 0 ? null : new Observers(backstop, life, count);
  }

  /** Starts all middleware and registers their ends. */
  void start() {
    List<Middleware> middleware = backstop.middleware();
    for (int i = 0; i < watches.length; i++) {
      startOne(i, middleware.get(i));
    }
  }

  /** A pitfall was caught. A watch that throws here is not told on: that might go round forever. */
  void pitfall(Pitfall pitfall) {
    for (Watch watch : watches) {
      if (watch == null) {
        continue;
      }
      try {
        watch.pitfall(pitfall);
      } catch (Throwable t) {
        backstop.listenerFailed(pitfall, t);
      }
    }
  }

  private void startOne(int index, Middleware middleware) {
    Watch watch;
    try {
      watch = middleware.start(life);
    } catch (Throwable t) {
      failed(index, "start", t);
      return;
    }
    if (watch == null) {
      return; // it does not care for this exchange
    }
    watches[index] = watch;
    life.cleanups().observe(backstop.names().get(index), watch);
  }

  /** Enters a dispatch; null where nobody has anything to close. */
  @Nullable AutoCloseable @Nullable [] enter(DispatcherType type) {
    return enterAll(type, null);
  }

  /** Enters cleanups, to be left as a dispatch; null where nobody has anything to close. */
  @Nullable AutoCloseable @Nullable [] enterCleanups() {
    return enterAll(null, null);
  }

  /** Enters one cleanup, to be left as a dispatch; null where nobody has anything to close. */
  @Nullable AutoCloseable @Nullable [] enterCleanup(String name) {
    return enterAll(null, name);
  }

  private @Nullable AutoCloseable @Nullable [] enterAll(
      @Nullable DispatcherType type, @Nullable String cleanup) {
    @Nullable AutoCloseable[] scopes = null;
    for (int i = 0; i < watches.length; i++) {
      Watch watch = watches[i];
      if (watch == null) {
        continue;
      }
      try {
        AutoCloseable scope = enter(watch, type, cleanup);
        if (scope != null) {
          if (scopes == null) {
            scopes = new AutoCloseable[watches.length];
          }
          scopes[i] = scope;
        }
      } catch (Throwable t) {
        failed(i, cleanup != null ? "enterCleanup" : type == null ? "enterCleanups" : "enter", t);
      }
    }
    return scopes;
  }

  private static @Nullable AutoCloseable enter(
      Watch watch, @Nullable DispatcherType type, @Nullable String cleanup) {
    if (cleanup != null) {
      return watch.enterCleanup(cleanup);
    }
    return type == null ? watch.enterCleanups() : watch.enter(type);
  }

  /** A cleanup has run apart from the unwinding. */
  void ranApart(CleanupReport.Ran cleanup) {
    for (int i = 0; i < watches.length; i++) {
      Watch watch = watches[i];
      if (watch == null) {
        continue;
      }
      try {
        watch.ranApart(cleanup);
      } catch (Throwable t) {
        failed(i, "ranApart", t);
      }
    }
  }

  /** A dispatch is about to end. */
  void leaving(DispatcherType type) {
    for (int i = 0; i < watches.length; i++) {
      Watch watch = watches[i];
      if (watch == null) {
        continue;
      }
      try {
        watch.leaving(type);
      } catch (Throwable t) {
        failed(i, "leaving", t);
      }
    }
  }

  /** Leaves a dispatch: closes what was entered, last first. */
  void leave(@Nullable AutoCloseable @Nullable [] scopes) {
    if (scopes == null) {
      return;
    }
    for (int i = scopes.length - 1; i >= 0; i--) {
      AutoCloseable scope = scopes[i];
      if (scope == null) {
        continue;
      }
      try {
        scope.close();
      } catch (Throwable t) {
        failed(i, "leave", t);
      }
    }
  }

  void beforeCommit(int status) {
    for (int i = 0; i < watches.length; i++) {
      Watch watch = watches[i];
      if (watch == null) {
        continue;
      }
      try {
        watch.beforeCommit(status);
      } catch (Throwable t) {
        failed(i, "beforeCommit", t);
      }
    }
  }

  void error(Throwable error, boolean handled) {
    for (int i = 0; i < watches.length; i++) {
      Watch watch = watches[i];
      if (watch == null) {
        continue;
      }
      try {
        watch.error(error, handled);
      } catch (Throwable t) {
        failed(i, "error", t);
      }
    }
  }

  private void failed(int index, String call, Throwable failure) {
    String detail = backstop.names().get(index) + "." + call;
    backstop.report(PitfallKind.OBSERVER_FAILED, life, detail, failure);
  }
}
