package dev.backstop.observe;

import dev.backstop.completion.RequestHead;
import dev.backstop.outcome.Untrusted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request header that the access log was asked for. */
final class LoggedHeader {
  private static final int LONGEST = 256;

  private final String name;
  private final String key;

  LoggedHeader(String name) {
    this.name = name;
    this.key = "header." + name;
  }

  /** Returns the key under which it is logged. */
  String key() {
    return key;
  }

  /** Reads all of them while the request may still be read; null where one was not sent. */
  static @Nullable String[] valuesOf(List<LoggedHeader> headers, RequestHead head) {
    @Nullable String[] values = new String[headers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = headers.get(i).valueOf(head);
    }
    return values;
  }

  private @Nullable String valueOf(RequestHead head) {
    List<String> sent = head.headers(name);
    if (sent.isEmpty()) {
      return null;
    }
    String value = sent.size() == 1 ? sent.get(0) : String.join(", ", sent);
    return value.length() <= LONGEST
        ? Untrusted.clean(value)
        : Untrusted.clean(Untrusted.cut(value, LONGEST)) + "...";
  }
}
