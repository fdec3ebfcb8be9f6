package dev.backstop.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The work of the application for several records of one partition at once.
 *
 * @param <K> the keys of the records
 * @param <V> the values of the records
 */
@FunctionalInterface
public interface BatchHandler<K, V> {
  /**
   * Handles records of one partition, in their order; all of them, or none.
   *
   * @param records at least one; immutable
   * @param unit belongs to this batch and this attempt
   * @throws Exception where the batch was not handled: all of it is tried again, dead-lettered, or
   *     stops its partition
   */
  void handle(List<ConsumerRecord<K, V>> records, RecordUnit unit) throws Exception;
}
