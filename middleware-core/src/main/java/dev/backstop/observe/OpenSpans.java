package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans that were started in one exchange. Those that have ended are dropped whenever the list
 * is about to grow, so a stream of a million spans holds no more than are open.
 *
 * <p>Thread-safe.
 */
final class OpenSpans implements Watch {
  private static final int FIRST_ROOM = 16;

  private final SpanLedger ledger;
  private final Exchange exchange;
  private final boolean sampled;
  private @Nullable List<Started> spans; // null until the first, as is the rule
  private int room = FIRST_ROOM;
  private boolean over;

  OpenSpans(SpanLedger ledger, Exchange exchange, boolean sampled) {
    this.ledger = ledger;
    this.exchange = exchange;
    this.sampled = sampled;
  }

  private record Started(ReadableSpan span, @Nullable StackTraceElement opener) {}

  void started(ReadableSpan span) {
    StackTraceElement opener = ledger.openerOf(span.getName(), sampled);
    synchronized (this) {
      if (over) {
        return; // a task that goes on by itself, whose spans end with it
      }
      if (spans == null) {
        spans = new ArrayList<>(4);
      } else if (spans.size() == room) {
        spans.removeIf(one -> one.span.hasEnded());
        room = Math.max(FIRST_ROOM, 2 * spans.size());
      }
      spans.add(new Started(span, opener));
    }
  }

  /** A span was changed on this thread, right now, after its end. */
  void changedAfterEnd(String call) {
    exchange.report(PitfallKind.SPAN_CHANGED_AFTER_END, call, CallSites.here(), null);
  }

  @Override
  public AutoCloseable enter(DispatcherType type) {
    return new DispatchScope(Context.current().with(ledger.key(), this));
  }

  @Override
  public AutoCloseable enterCleanups() {
    return enter(DispatcherType.ASYNC);
  }

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    List<Started> all;
    synchronized (this) {
      over = true;
      all = spans;
      spans = null;
    }
    if (all == null) {
      return;
    }
    for (Started one : all) {
      if (!one.span.hasEnded()) {
        String name = one.span.getName();
        ledger.remember(name);
        exchange.report(PitfallKind.SPAN_NOT_ENDED, Untrusted.clean(name), one.opener, null);
      }
    }
  }
}
