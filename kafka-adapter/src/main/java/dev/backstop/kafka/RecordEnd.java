package dev.backstop.kafka;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The end of one attempt at a record, or at a batch: told once, when the cleanups have run, the
 * span has ended and it is decided what becomes of it, and before its offset is committed.
 *
 * <p>Immutable and thread-safe.
 *
 * @param partition where it stands
 * @param offset its own, or that of the first of the batch
 * @param count of records; 1 without batches
 * @param attempt from 1
 * @param disposition what becomes of it
 * @param outcome as its cleanups saw it
 * @param report which cleanups ran
 * @param deadLetterFailure why it could not be written to the dead-letter topic, or null
 */
public record RecordEnd(
    TopicPartition partition,
    long offset,
    int count,
    int attempt,
    Disposition disposition,
    Outcome outcome,
    CleanupReport report,
    @Nullable Throwable deadLetterFailure) {}
