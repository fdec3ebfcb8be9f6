package dev.backstop.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a poll brought for one offset: a record, or the reason why there is none.
 *
 * @param record null where it could not be deserialized
 * @param poison why not, with its bytes; null where there is a record
 */
record Fetched<K, V>(
    long offset,
    Headers headers,
    @Nullable ConsumerRecord<K, V> record,
    @Nullable RecordDeserializationException poison) {

  static <K, V> Fetched<K, V> of(ConsumerRecord<K, V> record) {
    return new Fetched<>(record.offset(), record.headers(), record, null);
  }

  static <K, V> Fetched<K, V> poison(RecordDeserializationException poison) {
    Headers sent = poison.headers(); // null by its older constructor
    return new Fetched<>(poison.offset(), sent == null ? new RecordHeaders() : sent, null, poison);
  }

  /** Returns the position that is committed when it has ended. */
  OffsetAndMetadata next() {
    return record == null
        ? new OffsetAndMetadata(offset + 1)
        : new OffsetAndMetadata(offset + 1, record.leaderEpoch(), "");
  }
}
