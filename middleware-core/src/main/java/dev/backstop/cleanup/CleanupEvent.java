package dev.backstop.cleanup;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Untrusted;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A cleanup of the application, as Java Flight Recorder keeps it, on the thread on which it ended.
 * Only {@link CleanupEvents} makes it: a runtime without {@code jdk.jfr} cannot load this class.
 */
@Name("backstop.Cleanup")
@Label("Cleanup")
@Category("Backstop")
@Description("A cleanup of the application that ran: at the end of its exchange, early or late")
@StackTrace(false)
final class CleanupEvent extends Event {
  /** Asked whether its kind is recorded, which each could answer: so that none is made to ask. */
  private static final CleanupEvent ANY = new CleanupEvent();

  @Label("Name")
  @Nullable String name;

  @Label("Outcome")
  @Description("ok, failed or timed_out")
  @Nullable String outcome;

  @Label("Failure Type")
  @Nullable String failureType;

  @Label("Trace Id")
  @Description("The trace of the exchange; empty where it has none")
  @Nullable String traceId;

  static boolean isRecorded() {
    return ANY.isEnabled();
  }

  static CleanupEvent begun() {
    CleanupEvent event = new CleanupEvent();
    event.begin();
    return event;
  }

  void ended(String cleanup, @Nullable Throwable failure, @Nullable String trace) {
    end();
    if (shouldCommit()) {
      name = Untrusted.clean(cleanup);
      outcome = CleanupReport.wordFor(failure);
      failureType = failure == null ? null : ErrorClassifier.typeOf(failure);
      traceId = trace;
      commit();
    }
  }
}
