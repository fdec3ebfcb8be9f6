package dev.backstop.observe;

import dev.backstop.outcome.Untrusted;
import dev.backstop.pitfall.Pitfall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;

/** A pitfall as an event on a span. */
final class PitfallEvent {
  private static final AttributeKey<String> ID = AttributeKey.stringKey("backstop.pitfall.id");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("backstop.pitfall.kind");
  private static final AttributeKey<String> DETAIL =
      AttributeKey.stringKey("backstop.pitfall.detail");
  private static final AttributeKey<String> SITE = AttributeKey.stringKey("backstop.pitfall.site");

  private PitfallEvent() {}

  static void add(Span span, Pitfall pitfall) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(ID, pitfall.kind().id())
            .put(KIND, pitfall.kind().name())
            .put(DETAIL, Untrusted.clean(pitfall.detail()));
    StackTraceElement site = pitfall.site();
    if (site != null) {
      attributes.put(SITE, site.toString());
    }
    span.addEvent("backstop.pitfall", attributes.build());
  }
}
