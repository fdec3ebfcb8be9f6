package dev.backstop.observe;

import dev.backstop.completion.RequestHead;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request as propagators read them, strictly by W3C Trace Context: a traceparent
 * that was sent twice is none, several tracestates are one list, and blank ones vanish.
 */
enum InboundHeaders implements TextMapGetter<RequestHead> {
  INSTANCE;

  @Override
  public Iterable<String> keys(RequestHead head) {
    return head.headerNames();
  }

  @Override
  public @Nullable String get(@Nullable RequestHead head, String key) {
    String first = head == null ? null : head.header(key);
    if (head == null || first == null) {
      return null; // most requests carry none: no list is made to find that out
    }
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "traceparent" -> single(head.headers(key));
      case "tracestate" -> joined(head.headers(key));
      default -> first;
    };
  }

  @Override
  public Iterator<String> getAll(@Nullable RequestHead head, String key) {
    if (head == null) {
      return List.<String>of().iterator();
    }
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "traceparent", "tracestate" -> {
        String value = get(head, key);
        yield value == null ? List.<String>of().iterator() : List.of(value).iterator();
      }
      default -> head.headers(key).iterator();
    };
  }

  private static @Nullable String single(List<String> values) {
    return values.size() == 1 ? values.get(0) : null;
  }

  private static @Nullable String joined(List<String> values) {
    StringBuilder list = null;
    String only = null;
    for (String value : values) {
      if (value.isBlank()) {
        continue;
      }
      if (only == null) {
        only = value;
      } else {
        list = list == null ? new StringBuilder(only) : list;
        list.append(',').append(value);
      }
    }
    return list == null ? only : list.toString();
  }
}
