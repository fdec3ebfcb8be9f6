package dev.backstop.kafka;

import dev.backstop.outcome.LoggedError;
import dev.backstop.outcome.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic for records that failed for good. A record goes there with its key, its value and its
 * headers, and these headers besides, in UTF-8: {@code backstop.dlt.topic}, {@code .partition},
 * {@code .offset}, {@code .timestamp}, {@code .group}, {@code .attempts}, {@code .error.type},
 * {@code .error.category}, {@code .error.message}. One that could not be deserialized goes there
 * with its bytes as they are.
 *
 * <p>The broker's answer is awaited, so the producer needs {@code acks}, best {@code all}: with
 * {@code acks=0} nobody can know whether the record is there, and that is a failure. Where it
 * cannot be written the partition stops in front of the record, which is never skipped. It is there
 * at least once: after a crash between its write and the commit it is written again.
 *
 * <pre>{@code
 * DeadLetters.to(producer, new StringSerializer(), new StringSerializer()).topic("orders.dlt")
 * }</pre>
 *
 * <p>Immutable; thread-safe where the serializers are.
 *
 * @param <K> the keys of the records
 * @param <V> the values of the records
 */
public final class DeadLetters<K, V> {
  private static final String PREFIX = "backstop.dlt.";

  private final Producer<byte[], byte[]> producer;
  private final Serializer<? super K> keys;
  private final Serializer<? super V> values;
  private final UnaryOperator<String> topic;
  private final long timeoutNanos;

  private DeadLetters(
      Producer<byte[], byte[]> producer,
      Serializer<? super K> keys,
      Serializer<? super V> values,
      UnaryOperator<String> topic,
      long timeoutNanos) {
    this.producer = producer;
    this.keys = keys;
    this.values = values;
    this.topic = topic;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * {@return one that writes each record to the topic of its own name with {@code .dlt} behind it,
   * and waits 30 seconds for the broker's answer}
   *
   * @param <K> the keys
   * @param <V> the values
   * @param producer stays the application's, which closes it after the consumer
   * @param keys makes the bytes of a key that was deserialized
   * @param values makes the bytes of a value that was deserialized; a tombstone stays one
   */
  public static <K, V> DeadLetters<K, V> to(
      Producer<byte[], byte[]> producer, Serializer<? super K> keys, Serializer<? super V> values) {
    return new DeadLetters<>(
        Objects.requireNonNull(producer, "producer is null"),
        Objects.requireNonNull(keys, "serializer of keys is null"),
        Objects.requireNonNull(values, "serializer of values is null"),
        source -> source + ".dlt",
        TimeUnit.SECONDS.toNanos(30));
  }

  /**
   * Sets one topic for all; not the one that is read.
   *
   * @param name another one than that which is read
   * @return dead letters to this topic; these are as they were
   */
  public DeadLetters<K, V> topic(String name) {
    Objects.requireNonNull(name, "topic is null; leave the call out for <topic>.dlt");
    return topicOf(source -> name);
  }

  /**
   * Sets the topic by that which the record was read from; never the same.
   *
   * @param topicOfSource given the topic of the record, it returns another
   * @return dead letters to these topics; these are as they were
   */
  public DeadLetters<K, V> topicOf(UnaryOperator<String> topicOfSource) {
    Objects.requireNonNull(topicOfSource, "function is null; leave the call out for <topic>.dlt");
    return new DeadLetters<>(producer, keys, values, topicOfSource, timeoutNanos);
  }

  /**
   * Sets how long the broker's answer is waited for; the record counts as not written then.
   *
   * @param longest positive
   * @return dead letters with this wait; these are as they were
   */
  public DeadLetters<K, V> timeout(Duration longest) {
    if (longest.isZero() || longest.isNegative()) {
      throw new IllegalArgumentException(
          "timeout(" + longest + "): expected a positive duration, as 30 seconds");
    }
    return new DeadLetters<>(producer, keys, values, topic, longest.toNanos());
  }

  /** Writes the records and returns when the broker has all of them; throws where it has not. */
  void send(RecordUnit unit, List<Fetched<K, V>> records, Outcome outcome, @Nullable String group)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    for (Fetched<K, V> each : records) {
      sent.add(producer.send(letter(unit, each, outcome, group)));
    }
    long until = System.nanoTime() + timeoutNanos;
    for (Future<RecordMetadata> each : sent) {
      RecordMetadata written = each.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!written.hasOffset()) {
        throw new IllegalStateException(
            "dead letter of "
                + unit.describe()
                + " was sent with acks=0: nobody knows whether it was written; expected a producer"
                + " with acks=all");
      }
    }
  }

  private ProducerRecord<byte[], byte[]> letter(
      RecordUnit unit, Fetched<K, V> fetched, Outcome outcome, @Nullable String group) {
    TopicPartition source = unit.partition();
    String target = topic.apply(source.topic());
    if (source.topic().equals(target)) {
      throw new IllegalStateException(
          "the dead-letter topic of '"
              + target
              + "' is the topic itself, where the record would fail again without end; name another"
              + " one by topic(name) or topicOf(function)");
    }
    Headers headers = new RecordHeaders();
    for (Header header : fetched.headers()) {
      if (!header.key().startsWith(PREFIX)) { // a letter that failed again tells of its last place
        headers.add(header);
      }
    }
    byte[] key;
    byte[] value;
    long timestamp;
    RecordDeserializationException poison = fetched.poison();
    ConsumerRecord<K, V> record = fetched.record();
    if (poison != null) {
      key = bytes(poison.keyBuffer());
      value = bytes(poison.valueBuffer());
      timestamp = poison.timestamp();
    } else {
      Objects.requireNonNull(record, "record");
      key = record.key() == null ? null : keys.serialize(target, headers, record.key());
      value = record.value() == null ? null : values.serialize(target, headers, record.value());
      timestamp = record.timestamp();
    }
    put(headers, "topic", source.topic());
    put(headers, "partition", Integer.toString(source.partition()));
    put(headers, "offset", Long.toString(fetched.offset()));
    put(headers, "timestamp", Long.toString(timestamp));
    put(headers, "group", group);
    put(headers, "attempts", Integer.toString(unit.attempt()));
    put(headers, "error.type", outcome.errorType());
    put(headers, "error.category", outcome.errorCategory());
    Throwable error = outcome.error();
    put(headers, "error.message", error == null ? null : LoggedError.messageOf(error));
    return new ProducerRecord<>(
        target, null, timestamp < 0 ? null : timestamp, key, value, headers);
  }

  private static void put(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  @SuppressWarnings("NullAway") // null bytes are a tombstone
  private static byte[] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    ByteBuffer own = buffer.duplicate();
    byte[] bytes = new byte[own.remaining()];
    own.get(bytes);
    return bytes;
  }
}
