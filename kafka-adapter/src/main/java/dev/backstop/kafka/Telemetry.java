package dev.backstop.kafka;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What makes the span of a unit; the adapter runs without OpenTelemetry too. */
interface Telemetry {
  /** Without OpenTelemetry. */
  Telemetry NONE = (partition, records, batch, attempt) -> OpenSpan.NONE;

  /** Starts the span of an attempt at some records, on its thread; never throws. */
  OpenSpan start(
      TopicPartition partition, List<? extends Fetched<?, ?>> records, boolean batch, int attempt);

  /** The span of one unit. */
  interface OpenSpan {
    /** None. */
    OpenSpan NONE = (outcome, report, disposition) -> {};

    /** Returns the id of its trace, or null where there is none. */
    default @Nullable String traceId() {
      return null;
    }

    /** Makes it current on this thread until that is closed. */
    default @Nullable AutoCloseable enter() {
      return null;
    }

    /** Ends it. */
    void end(Outcome outcome, CleanupReport report, Disposition planned);
  }
}
