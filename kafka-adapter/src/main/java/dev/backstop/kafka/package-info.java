/**
 * When is a consumed record done with? When its handler has returned and its cleanups have run:
 * each record is one unit of work, with the cleanups, the cancellation and the outcome of an
 * exchange, and its offset waits for that.
 *
 * <ul>
 *   <li>{@link dev.backstop.kafka.BackstopConsumer} polls; its {@link
 *       dev.backstop.kafka.BackstopConsumerBuilder} says everything about it: read these first.
 *   <li>A {@link dev.backstop.kafka.RecordHandler}, or a {@link dev.backstop.kafka.BatchHandler},
 *       does the work, with the {@link dev.backstop.kafka.RecordUnit} in hand: cleanups,
 *       cancellation, log fields.
 *   <li>What fails is tried again as {@link dev.backstop.kafka.Retry} says, then goes to the {@link
 *       dev.backstop.kafka.DeadLetters}, or stops its partition.
 *   <li>{@link dev.backstop.kafka.RecordEnd} tells what became of each attempt.
 * </ul>
 *
 * <p>Inside, a lane keeps the order of one partition, and one loop polls, whatever the handlers do.
 * It uses {@code cleanup}, {@code cancellation}, {@code outcome} and small parts of {@code
 * observe}; no servlet.
 */
@NullMarked
package dev.backstop.kafka;

import org.jspecify.annotations.NullMarked;
