package dev.backstop.kafka;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record as OpenTelemetry's propagators read and write them: values are UTF-8.
 *
 * <pre>{@code
 * openTelemetry.getPropagators().getTextMapPropagator()
 *     .inject(Context.current(), producerRecord.headers(), KafkaHeaders.SETTER);
 * }</pre>
 *
 * <p>Where a key stands several times the last one counts, as everywhere in Kafka: whoever passes a
 * record on appends. A value that is null, or longer than 8 KB, is none. The setter replaces what
 * was there, and does nothing where the headers are closed to it.
 *
 * <p>Stateless and thread-safe.
 */
public final class KafkaHeaders {
  /** Reads. */
  public static final TextMapGetter<Headers> GETTER = new Getter();

  /** Writes. */
  public static final TextMapSetter<Headers> SETTER = KafkaHeaders::set;

  private static final int LONGEST = 8 * 1024;
  private static final int MOST = 64; // values of one key that are looked at

  private KafkaHeaders() {}

  private static void set(@Nullable Headers headers, String key, String value) {
    if (headers == null) {
      return;
    }
    try {
      headers.remove(key);
      headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalStateException readOnly) {
      // Those of a record that was sent; a propagator must not fail its caller.
    }
  }

  private static @Nullable String text(@Nullable Header header) {
    byte[] value = header == null ? null : header.value();
    return value == null || value.length > LONGEST
        ? null
        : new String(value, StandardCharsets.UTF_8);
  }

  private static final class Getter implements TextMapGetter<Headers> {
    @Override
    public Iterable<String> keys(Headers headers) {
      List<String> keys = new ArrayList<>();
      for (Header header : headers) {
        keys.add(header.key());
      }
      return keys;
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String key) {
      return headers == null ? null : text(headers.lastHeader(key));
    }

    @Override
    public Iterator<String> getAll(@Nullable Headers headers, String key) {
      List<String> values = new ArrayList<>();
      if (headers != null) {
        for (Header header : headers.headers(key)) {
          String value = text(header);
          if (value != null && values.size() < MOST) {
            values.add(value);
          }
        }
      }
      return values.iterator();
    }
  }
}
