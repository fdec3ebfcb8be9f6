package dev.backstop.slo;

import dev.backstop.Exchange;
import dev.backstop.Watch;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one exchange that its objectives are judged by: where its time went, and what it
 * holds.
 *
 * <p>Thread-safe: tasks that the exchange carries wait and take on threads of their own.
 */
final class SloWatch implements Watch {
  private static final long NEVER = Long.MIN_VALUE;

  private final ServiceLevels levels;
  private final Exchange exchange;
  private final long arrivedBefore; // nanoseconds
  private final long exchangesStart; // by the clock of the exchange
  private final long start;
  private final List<Lease<?>> leases = new ArrayList<>(2);
  private final List<WaitedFor> waits = new ArrayList<>(2);
  private @Nullable List<CleanupTime> early;
  private long queued = -1;
  private volatile @Nullable CleanupRun unwinding;
  private volatile long unwindingSince = NEVER; // by the clock of the exchange

  SloWatch(ServiceLevels levels, Exchange exchange) {
    this.levels = levels;
    this.exchange = exchange;
    this.exchangesStart = exchange.nanoTime();
    this.start = levels.nanoTime();
    this.arrivedBefore = levels.countsQueueing() ? arrivedBefore(exchange) : 0;
  }

  private static long arrivedBefore(Exchange exchange) {
    OptionalLong arrived = exchange.request().arrivedNanos();
    return arrived.isPresent() ? Math.max(System.nanoTime() - arrived.getAsLong(), 0) : 0;
  }

  // Where its threads are ----------------------------------------------------------------------

  @Override
  public AutoCloseable enter(DispatcherType type) {
    synchronized (this) {
      if (queued < 0) {
        queued = levels.nanoTime() - start;
      }
    }
    return here();
  }

  @Override
  public AutoCloseable enterCleanups() {
    if (unwindingSince == NEVER && exchange.isEnded()) {
      unwindingSince = exchange.nanoTime(); // before the first of them begins
    }
    return here();
  }

  private AutoCloseable here() {
    Place place = levels.places().enter(this, null);
    return () -> levels.places().leave(place);
  }

  @Override
  public AutoCloseable enterCleanup(String name) {
    CleanupRun run = new CleanupRun(name, levels.nanoTime());
    boolean isEarly = !exchange.isEnded();
    if (!isEarly) {
      unwinding = run;
    }
    leases().forEach(lease -> lease.heldBy(run));
    Place place = levels.places().enter(this, run);
    return () -> {
      levels.places().leave(place);
      leases().forEach(Lease::heldNoMore);
      if (isEarly) {
        ranEarly(name, levels.nanoTime() - run.startNanos());
      }
    };
  }

  private synchronized void ranEarly(String name, long nanos) {
    if (early == null) {
      early = new ArrayList<>(2);
    }
    CleanupTime.add(early, name, nanos);
  }

  /**
   * Returns the cleanup that is running, for what gives a resource back on a thread of its own: an
   * asynchronous one, since nothing else runs before that has ended.
   */
  @Nullable CleanupRun runOnOtherThread() {
    return unwinding;
  }

  // What it waits for and holds ----------------------------------------------------------------

  synchronized void waited(
      SharedResource resource, long began, long over, @Nullable String cleanup) {
    waitsFor(resource).add(began, over, exchange.isEnded(), cleanup);
  }

  private WaitedFor waitsFor(SharedResource resource) {
    for (WaitedFor known : waits) {
      if (known.resource == resource) {
        return known;
      }
    }
    WaitedFor first = new WaitedFor(resource);
    waits.add(first);
    return first;
  }

  synchronized void took(Lease<?> lease) {
    leases.add(lease);
  }

  synchronized void gaveBack(Lease<?> lease) {
    leases.remove(lease);
  }

  private synchronized List<Lease<?>> leases() {
    return leases.isEmpty() ? List.of() : List.copyOf(leases);
  }

  // The judgement ------------------------------------------------------------------------------

  @Override
  public void end(Outcome outcome, CleanupReport report) {
    unwinding = null;
    long occupied = Math.max(exchange.nanoTime() - exchangesStart, outcome.durationNanos());
    BrokenSlos broken = null;
    for (Slo slo : levels.slosOf(outcome.route())) {
      Blame blame = judge(slo, outcome, report, occupied);
      levels.events().count(slo, blame);
      if (!blame.equals(Blame.NONE)) {
        broken = broken == null ? new BrokenSlos() : broken;
        broken.add(slo, blame);
      }
    }
    if (broken != null) {
      broken.annotate(exchange);
    }
  }

  private Blame judge(Slo slo, Outcome outcome, CleanupReport report, long occupied) {
    CauseNames names = levels.names();
    if (slo.kind() == SloKind.ERRORS) {
      return Errors.blame(outcome, names);
    }
    long before = slo.countsQueueing() ? arrivedBefore : 0;
    long answered = before + outcome.durationNanos();
    boolean slowAnswer = answered > slo.thresholdNanos();
    if (slo.kind() == SloKind.LATENCY) {
      return slowAnswer
          ? shares(before, outcome, true).largest(answered, outcome, names)
          : Blame.NONE;
    }
    if (before + occupied <= slo.thresholdNanos()) {
      return Blame.NONE;
    }
    List<CleanupTime> unwound = CleanupTime.of(report, unwindingSince);
    if (!slowAnswer) { // the answer was in time: what came after it was not
      return CleanupTime.longest(unwound, occupied - outcome.durationNanos(), names);
    }
    TimeShares all = shares(before, outcome, false);
    unwound.forEach(all::cleanup);
    return all.largest(before + occupied, outcome, names);
  }

  private synchronized TimeShares shares(long before, Outcome outcome, boolean untilTheAnswer) {
    TimeShares shares = new TimeShares();
    long answer = start + outcome.durationNanos();
    for (WaitedFor wait : waits) { // tasks may go on when the answer is out
      shares.wait(wait, untilTheAnswer ? wait.nanosUntil(answer) : wait.nanos());
    }
    if (early != null) {
      early.forEach(shares::cleanup);
    }
    shares.sending(exchange.sendingNanos());
    shares.queue(before + Math.min(Math.max(queued, 0), outcome.durationNanos()));
    return shares;
  }
}
