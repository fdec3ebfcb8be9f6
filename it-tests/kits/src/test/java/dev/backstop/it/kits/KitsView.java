package dev.backstop.it.kits;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.instrumentation.testing.junit.http.ServerEndpoint;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.SchemaUrls;

/**
 * A server span in the two words in which the kit is narrower than the conventions. Both are
 * checked here before they are translated.
 */
final class KitsView extends DelegatingSpanData {
  private final Attributes attributes;
  private final InstrumentationScopeInfo scope;

  private KitsView(SpanData span, Attributes attributes, InstrumentationScopeInfo scope) {
    super(span);
    this.attributes = attributes;
    this.scope = scope;
  }

  static KitsView of(SpanData span, ServerEndpoint endpoint) {
    Attributes attributes = span.getAttributes();
    if (endpoint == ServerEndpoint.EXCEPTION) {
      // The conventions allow status code or exception; the kit knows the status code alone.
      assertThat(attributes.get(ErrorAttributes.ERROR_TYPE))
          .isEqualTo(IllegalStateException.class.getName());
      attributes = attributes.toBuilder().put(ErrorAttributes.ERROR_TYPE, "500").build();
    }
    // The kit was built with an older version of the conventions.
    InstrumentationScopeInfo scope = span.getInstrumentationScopeInfo();
    assertThat(scope.getSchemaUrl()).isEqualTo(SchemaUrls.V1_45_0);
    InstrumentationScopeInfo older =
        InstrumentationScopeInfo.builder(scope.getName())
            .setVersion(scope.getVersion())
            .setSchemaUrl(SchemaUrls.V1_37_0)
            .build();
    return new KitsView(span, attributes, older);
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }
}
