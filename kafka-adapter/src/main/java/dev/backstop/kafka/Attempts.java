package dev.backstop.kafka;

import dev.backstop.cancellation.CancelReason;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.LoggedError;
import dev.backstop.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one attempt at a unit, from the start of its span to what becomes of its records. When it
 * returns, the cleanups have run and the span has ended.
 */
final class Attempts<K, V> {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);
  private static final int MOST_AT_ONCE = 1;
  private static final long REACTIONS_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Settings<K, V> settings;
  private final Workers workers;
  private final Telemetry telemetry;
  private final RecordEnds ends;
  private final @Nullable String group;

  Attempts(
      Settings<K, V> settings,
      Workers workers,
      Telemetry telemetry,
      RecordEnds ends,
      @Nullable String group) {
    this.settings = settings;
    this.workers = workers;
    this.telemetry = telemetry;
    this.ends = ends;
    this.group = group;
  }

  int mostAtOnce() {
    return settings.batchHandler() == null ? MOST_AT_ONCE : settings.mostInBatch();
  }

  long pauseNanosAfter(int attempt) {
    return settings.retry().pauseNanosAfter(attempt);
  }

  /** Makes an attempt, on this thread; never throws what a handler or a cleanup threw. */
  RecordEnd make(LaneRun<K, V> run, List<Fetched<K, V>> head, int attempt) {
    boolean batch = settings.batchHandler() != null;
    Telemetry.OpenSpan span = telemetry.start(run.lane.partition, head, batch, attempt);
    RecordUnit unit =
        new RecordUnit(
            run.lane.partition, head.get(0).offset(), head.size(), attempt, span, workers);
    Planned planned = new Planned();
    // First in, last out: the span ends when all cleanups have run.
    unit.cleanups()
        .observe("kafka.span", (outcome, report) -> span.end(outcome, report, planned.disposition));

    run.begun(unit);
    Future<?> alarm = setDeadline(unit);
    long start = System.nanoTime();
    Throwable error = handle(head, unit);
    long durationNanos = System.nanoTime() - start;
    CancelReason cancelled = run.returned();
    if (alarm != null) {
      alarm.cancel(false);
    }

    String category = error == null ? null : settings.categories().of(error);
    planned.disposition = plan(run, head.get(0), attempt, error, category, cancelled);
    Ending ending = planned.disposition == Disposition.RETURNED ? Ending.ABORTED : Ending.COMPLETED;
    Outcome outcome = UnitMonitor.outcome(unit, ending, error, category, durationNanos);
    CleanupReport report = end(unit, outcome);
    return ends.tell(unit, deadLetter(unit, head, planned.disposition, outcome, report));
  }

  private static final class Planned {
    Disposition disposition = Disposition.STOPPED;
  }

  private @Nullable Future<?> setDeadline(RecordUnit unit) {
    long nanos = settings.recordDeadlineNanos();
    return nanos == 0
        ? null
        : workers
            .scheduler()
            .schedule(
                () -> unit.cancelElsewhere(CancelReason.DEADLINE, workers),
                nanos,
                TimeUnit.NANOSECONDS);
  }

  /** Calls the handler in the unit's context; returns what it threw, without wrappers. */
  private @Nullable Throwable handle(List<Fetched<K, V>> head, RecordUnit unit) {
    Throwable thrown = head.get(0).poison();
    if (thrown != null) {
      return thrown;
    }
    AutoCloseable context = unit.enterHandler();
    try {
      call(head, unit);
    } catch (Throwable t) { // an Error too: its record was not handled
      thrown = ErrorClassifier.unwrap(t);
    } finally {
      leave(context);
    }
    return thrown;
  }

  private void call(List<Fetched<K, V>> head, RecordUnit unit) throws Exception {
    List<ConsumerRecord<K, V>> records = new ArrayList<>(head.size());
    for (Fetched<K, V> each : head) {
      ConsumerRecord<K, V> record = each.record();
      if (record != null) {
        records.add(record);
      }
    }
    BatchHandler<K, V> batchHandler = settings.batchHandler();
    RecordHandler<K, V> handler = settings.handler();
    if (batchHandler != null) {
      batchHandler.handle(List.copyOf(records), unit);
    } else if (handler != null) {
      handler.handle(records.get(0), unit);
    }
  }

  private static void leave(AutoCloseable context) {
    try {
      context.close();
    } catch (Exception broken) { // an MDC adapter or a context storage of the application
      LOGGER.warn("the context of a record could not be left", broken);
    }
  }

  private Disposition plan(
      LaneRun<K, V> run,
      Fetched<K, V> first,
      int attempt,
      @Nullable Throwable error,
      @Nullable String category,
      @Nullable CancelReason cancelled) {
    if (error == null || category == null) {
      return Disposition.HANDLED;
    }
    if (cancelled != null) {
      return Disposition.RETURNED; // by us: it may be a good record
    }
    if (first.poison() == null && settings.retry().goesOnAfter(attempt, error, category)) {
      return run.lane.isLeaving() ? Disposition.RETURNED : Disposition.RETRIED;
    }
    return settings.deadLetters() == null ? Disposition.STOPPED : Disposition.DEAD_LETTERED;
  }

  /** Ends the unit: reactions, cleanups, span; returns when the last of them has ended. */
  private static CleanupReport end(RecordUnit unit, Outcome outcome) {
    Thread.interrupted(); // what the handler left: its cleanups and the next record begin without
    try {
      unit.reactions().get(REACTIONS_NANOS, TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      LOGGER.warn("a reaction to the cancellation of {} takes too long", unit.describe());
    } catch (Exception told) {
      // Each failure of a reaction was told; an interrupt means that somebody is in a hurry.
    }
    unit.finishCancellation();
    CompletableFuture<CleanupReport> over = new CompletableFuture<>();
    unit.cleanups().unwind(outcome, over::complete);
    CleanupReport report = over.join(); // asynchronous cleanups have deadlines
    Thread.interrupted();
    return report;
  }

  private RecordEnd deadLetter(
      RecordUnit unit,
      List<Fetched<K, V>> head,
      Disposition planned,
      Outcome outcome,
      CleanupReport report) {
    Disposition disposition = planned;
    Throwable failure = null;
    DeadLetters<K, V> letters = settings.deadLetters();
    if (planned == Disposition.DEAD_LETTERED && letters != null) {
      try {
        letters.send(unit, head, outcome, group);
      } catch (Throwable t) { // a serializer, a producer: the record stays where it is
        failure = ErrorClassifier.unwrap(t);
        disposition = Disposition.STOPPED;
        LOGGER.debug("dead letter of {}", unit.describe(), LoggedError.of(failure));
      }
    }
    return new RecordEnd(
        unit.partition(),
        unit.offset(),
        unit.count(),
        unit.attempt(),
        disposition,
        outcome,
        report,
        failure);
  }
}
