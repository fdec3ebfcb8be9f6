/**
 * Backstop for Kafka: one unit of work for each consumed record.
 *
 * <p>{@link dev.backstop.kafka.BackstopConsumer} polls; a {@link dev.backstop.kafka.RecordHandler}
 * does the work, with the {@link dev.backstop.kafka.RecordUnit} of its record in hand: cleanups,
 * cancellation, log fields. What fails is tried again as {@link dev.backstop.kafka.Retry} says,
 * then goes to the {@link dev.backstop.kafka.DeadLetters}, or stops its partition. {@link
 * dev.backstop.kafka.RecordEnd} tells what became of each.
 */
@NullMarked
package dev.backstop.kafka;

import org.jspecify.annotations.NullMarked;
