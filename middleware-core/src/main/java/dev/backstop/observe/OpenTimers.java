package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.observation.Observation;
import jakarta.servlet.DispatcherType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The observations that were started in one exchange and have not been stopped yet.
 *
 * <p>Thread-safe.
 */
final class OpenTimers implements Watch {
  private final Exchange exchange;
  private final ThreadLocal<@Nullable OpenTimers> current;
  private final boolean sampled;
  private @Nullable Set<Started> open; // null until the first
  private boolean over;

  OpenTimers(Exchange exchange, ThreadLocal<@Nullable OpenTimers> current, boolean sampled) {
    this.exchange = exchange;
    this.current = current;
    this.sampled = sampled;
  }

  /** One observation; equal to itself alone. */
  static final class Started {
    private final OpenTimers timers;
    private final Observation.Context context;
    private final @Nullable StackTraceElement opener;
    private boolean stopped;

    Started(OpenTimers timers, Observation.Context context, @Nullable StackTraceElement opener) {
      this.timers = timers;
      this.context = context;
      this.opener = opener;
    }

    OpenTimers timers() {
      return timers;
    }

    String name() {
      String name = context.getName();
      return name == null ? "unnamed" : Untrusted.clean(name);
    }
  }

  Started started(Observation.Context context) {
    Started added = new Started(this, context, sampled ? CallSites.here() : null);
    synchronized (this) {
      if (!over) { // a task that goes on by itself is no leak; it may still stop twice
        if (open == null) {
          open = new LinkedHashSet<>(4);
        }
        open.add(added);
      }
    }
    return added;
  }

  void stopped(Started one) {
    boolean again;
    synchronized (this) {
      again = one.stopped;
      one.stopped = true;
      if (open != null) {
        open.remove(one);
      }
    }
    if (again) {
      exchange.report(PitfallKind.TIMER_STOPPED_TWICE, one.name(), CallSites.here(), null);
    }
  }

  @Override
  public AutoCloseable enter(DispatcherType type) {
    OpenTimers before = current.get();
    current.set(this);
    return () -> {
      if (before == null) {
        current.remove();
      } else {
        current.set(before);
      }
    };
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    List<Started> left;
    synchronized (this) {
      over = true;
      left = open == null ? List.of() : List.copyOf(open);
      open = null;
    }
    for (Started one : left) {
      exchange.report(PitfallKind.TIMER_NOT_STOPPED, one.name(), one.opener, null);
    }
  }
}
