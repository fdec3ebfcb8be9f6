package dev.backstop.harness.stress;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.Held;
import dev.backstop.outcome.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The cleanups of one visit: registers them as the visit says, and watches that they run in order,
 * once, and with one outcome.
 *
 * <p>Thread-safe.
 */
final class Script {
  private final Visit visit;
  private final Ledger ledger;
  private final CleanupRegistry cleanups;
  private final Deque<String> due = new ArrayDeque<>(); // what has to run next is on top
  private @Nullable Outcome outcome;
  private boolean taskRuns;
  private int throwing;
  private boolean isOver;

  Script(Visit visit, Ledger ledger, CleanupRegistry cleanups) {
    this.visit = visit;
    this.ledger = ledger;
    this.cleanups = cleanups;
  }

  /** What a cleanup throws on purpose; an Error at times, without the cost of a stack. */
  private static final class Thrown extends Error {
    private static final long serialVersionUID = 1;

    Thrown() {
      super("on purpose", null, false, false);
    }
  }

  private int bits(int shift, int count) {
    return (int) (visit.script() >>> shift) & ((1 << count) - 1);
  }

  /** Registers the cleanups, on the request's own thread, and starts what runs beside them. */
  void play(Exchange exchange, Executor pool) {
    for (int i = 0; i < visit.cleanups(); i++) {
      int what = bits(i * 4, 4);
      String name = "c" + i;
      if (what < 9) {
        plain(name, what);
      } else if (what < 12) {
        throwing(name);
      } else if (what == 12) {
        nesting(name);
      } else if (what == 13) {
        dismissed(name);
      } else {
        early(name);
      }
    }
    if (bits(40, 3) == 0) {
      pool.execute(this::race);
    }
    if (bits(44, 3) == 0) {
      carry(exchange, pool);
    }
  }

  private void plain(String name, int what) {
    push(name);
    if (what % 2 == 0) {
      cleanups.register(name, end -> ran(name, end));
    } else {
      cleanups.register(name, this, script -> script.ran(name, null));
    }
  }

  private void throwing(String name) {
    push(name);
    synchronized (this) {
      throwing++;
    }
    cleanups.register(
        name,
        end -> {
          ran(name, end);
          throw new Thrown();
        });
  }

  /** Its cleanup registers another, which runs next. */
  private void nesting(String name) {
    push(name);
    cleanups.register(
        name,
        end -> {
          ran(name, end);
          push(name + ".inner");
          cleanups.register(name + ".inner", inner -> ran(name + ".inner", inner));
        });
  }

  private void dismissed(String name) {
    Held<Script> held =
        cleanups.hold(name, this, script -> ledger.fault(visit, name + " ran though dismissed"));
    if (!held.dismiss()) {
      ledger.fault(visit, name + " could not be dismissed");
    }
  }

  private void early(String name) {
    push(name);
    Held<Script> held = cleanups.hold(name, this, script -> script.ran(name, null));
    held.runNow();
  }

  /** Registers while the exchange may be ending. */
  private void race() {
    for (int i = 0; i < 3; i++) {
      ledger.registered(visit.number());
      cleanups.register("racing", end -> ledger.ran(visit.number()));
    }
  }

  /** A task that the exchange carries: no cleanup may run before it has returned. */
  private void carry(Exchange exchange, Executor pool) {
    synchronized (this) {
      taskRuns = true;
    }
    pool.execute(
        exchange.wrap(
            () -> {
              LockSupport.parkNanos(100_000); // so that the exchange may well end before it
              synchronized (this) {
                taskRuns = false;
              }
            }));
  }

  private void push(String name) {
    ledger.registered(visit.number());
    synchronized (this) {
      due.push(name);
    }
  }

  @SuppressWarnings("ReferenceEquality") // one outcome, not two that are alike
  private synchronized boolean isAnother(Outcome end) {
    return outcome != null && outcome != end;
  }

  private synchronized void ran(String name, @Nullable Outcome end) {
    ledger.ran(visit.number());
    if (!name.equals(due.peek())) {
      ledger.fault(visit, name + " ran, expected of " + due);
    }
    due.remove(name);
    if (isOver) {
      ledger.fault(visit, name + " ran after the outcome was told");
    }
    if (end != null) {
      if (taskRuns) {
        ledger.fault(visit, name + " ran under a carried task");
      }
      if (isAnother(end)) {
        ledger.fault(visit, name + " got another outcome: " + end + " after " + outcome);
      }
      outcome = end;
    }
  }

  /** Everything has run, and the listeners are being told. */
  void over(Outcome end, CleanupReport report) {
    synchronized (this) {
      isOver = true;
      if (!due.isEmpty()) {
        ledger.fault(visit, "did not run: " + due);
      }
      if (isAnother(end)) {
        ledger.fault(visit, "cleanups got another outcome than listeners");
      }
      outcome = end;
      if (report.failedCount() != throwing) {
        ledger.fault(visit, throwing + " cleanups threw, reported " + report.failures());
      }
    }
    if (bits(48, 3) == 0) {
      registerLate();
    }
  }

  /** One that comes after the end runs at once, on this thread. */
  private void registerLate() {
    boolean[] ran = new boolean[1];
    ledger.registered(visit.number());
    cleanups.register(
        "late",
        given -> {
          ledger.ran(visit.number());
          ran[0] = !isAnother(given);
        });
    if (!ran[0]) {
      ledger.fault(visit, "a late cleanup did not run at once with the same outcome");
    }
  }
}
