package dev.backstop.example;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One span as it stood in a body of OTLP (opentelemetry/proto/trace/v1/trace.proto), decoded by
 * hand: the few fields that the tests ask for.
 *
 * @param id as hexadecimal digits
 * @param parentId as hexadecimal digits; empty where it has none
 * @param events their names
 * @param statusCode 0 unset, 1 ok, 2 error
 * @param attributes strings and integers
 */
record OtlpSpan(
    String service,
    String id,
    String parentId,
    String name,
    long kind,
    long startNanos,
    long endNanos,
    long statusCode,
    List<String> events,
    Map<String, Object> attributes) {
  static final int INTERNAL = 1;
  static final int SERVER = 2;
  static final int ERROR = 2;

  static List<OtlpSpan> decode(byte[] body) {
    List<OtlpSpan> spans = new ArrayList<>();
    fields(ByteBuffer.wrap(body), (field, value) -> resourceSpans((ByteBuffer) value, spans));
    return spans;
  }

  private static void resourceSpans(ByteBuffer message, List<OtlpSpan> spans) {
    Map<String, Object> resource = new HashMap<>();
    fields(
        message,
        (field, value) -> {
          if (field == 1) {
            fields(
                (ByteBuffer) value,
                (inner, attribute) -> {
                  if (inner == 1) {
                    keyValue((ByteBuffer) attribute, resource);
                  }
                });
          } else if (field == 2) {
            fields(
                (ByteBuffer) value,
                (inner, span) -> {
                  if (inner == 2) {
                    spans.add(
                        span(String.valueOf(resource.get("service.name")), (ByteBuffer) span));
                  }
                });
          }
        });
  }

  private static OtlpSpan span(String service, ByteBuffer message) {
    Map<String, Object> attributes = new HashMap<>();
    Map<Integer, Object> plain = new HashMap<>();
    List<String> events = new ArrayList<>();
    plain.put(4, "");
    plain.put(6, 0L);
    plain.put(15, 0L);
    fields(
        message,
        (field, value) -> {
          switch (field) {
            case 2, 4 -> plain.put(field, hex(value));
            case 5 -> plain.put(5, text(value));
            case 6, 7, 8 -> plain.put(field, value);
            case 9 -> keyValue((ByteBuffer) value, attributes);
            case 11 ->
                fields(
                    (ByteBuffer) value,
                    (inner, name) -> {
                      if (inner == 2) {
                        events.add(text(name));
                      }
                    });
            case 15 ->
                fields(
                    (ByteBuffer) value,
                    (inner, code) -> {
                      if (inner == 3) {
                        plain.put(15, code);
                      }
                    });
            default -> {}
          }
        });
    return new OtlpSpan(
        service,
        (String) plain.get(2),
        (String) plain.get(4),
        (String) plain.get(5),
        (long) plain.get(6),
        (long) plain.get(7),
        (long) plain.get(8),
        (long) plain.get(15),
        events,
        attributes);
  }

  private static void keyValue(ByteBuffer message, Map<String, Object> into) {
    Object[] pair = new Object[2];
    fields(
        message,
        (field, value) -> {
          if (field == 1) {
            pair[0] = text(value);
          } else {
            fields((ByteBuffer) value, (kind, plain) -> pair[1] = kind == 1 ? text(plain) : plain);
          }
        });
    into.put((String) pair[0], pair[1]);
  }

  private static String text(Object bytes) {
    return StandardCharsets.UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
  }

  private static String hex(Object bytes) {
    ByteBuffer left = ((ByteBuffer) bytes).duplicate();
    StringBuilder digits = new StringBuilder();
    while (left.hasRemaining()) {
      digits.append(String.format("%02x", left.get()));
    }
    return digits.toString();
  }

  /** Walks the fields of one message of the protobuf wire format. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, Object> visitor) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      Object value =
          switch ((int) (tag & 7)) {
            case 0 -> varint(message);
            case 1 -> message.order(ByteOrder.LITTLE_ENDIAN).getLong();
            case 2 -> slice(message, (int) varint(message));
            case 5 -> message.order(ByteOrder.LITTLE_ENDIAN).getInt();
            default -> throw new IllegalStateException("no wire type of protobuf: " + tag);
          };
      visitor.accept((int) (tag >>> 3), value);
    }
  }

  private static ByteBuffer slice(ByteBuffer message, int length) {
    ByteBuffer slice = message.slice(message.position(), length);
    message.position(message.position() + length);
    return slice;
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
