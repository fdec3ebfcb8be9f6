package dev.backstop.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The work of the application for one record.
 *
 * @param <K> the keys of the records
 * @param <V> the values of the records
 */
@FunctionalInterface
public interface RecordHandler<K, V> {
  /**
   * Handles a record. Records of one partition come one after the other, in their order; those of
   * two partitions at the same time only where {@link BackstopConsumerBuilder#concurrency} says so.
   *
   * @param record its value is null where it is a tombstone
   * @param unit belongs to this record and this attempt
   * @throws Exception where the record was not handled: it is tried again, dead-lettered, or stops
   *     its partition, and until then its offset is not committed
   */
  void handle(ConsumerRecord<K, V> record, RecordUnit unit) throws Exception;
}
