package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.completion.RequestHead;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose child a server span is: W3C Trace Context, read strictly, and trusted where it may be. */
class TraceParentTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-" + PARENT + "-00";

  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    spans.close();
  }

  private Backstop trustingAll() {
    return Backstop.builder().use(Tracing.create(spans.sdk())).build();
  }

  private static Backstop trusting(RecordedSpans to, Predicate<RequestHead> whom) {
    return Backstop.builder().use(Tracing.builder(to.sdk()).trustInbound(whom).build()).build();
  }

  @Test
  void start_traceparentSent_isTheParent() {
    new Sent()
        .header("traceparent", SAMPLED)
        .header("tracestate", "shop=1,other=2")
        .to(trustingAll(), exchange -> assertThat(exchange.traceId()).isEqualTo(TRACE), 200);

    SpanData span = spans.only();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getParentSpanContext().isRemote()).isTrue();
    assertThat(span.getSpanContext().getTraceState().asMap())
        .containsEntry("shop", "1")
        .containsEntry("other", "2");
  }

  @Test
  void start_unsampledParent_isNotRecorded() {
    new Sent()
        .header("traceparent", UNSAMPLED)
        .to(trustingAll(), exchange -> assertThat(exchange.traceId()).isEqualTo(TRACE), 200);

    assertThat(spans.all()).isEmpty();
  }

  @Test
  void start_traceparentSentTwice_isNone() {
    new Sent()
        .header("traceparent", SAMPLED)
        .header("traceparent", SAMPLED)
        .to(trustingAll(), exchange -> {}, 200);

    assertThat(spans.only().getTraceId()).isNotEqualTo(TRACE);
    assertThat(spans.only().getParentSpanContext().isValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "00-" + TRACE + "-" + PARENT,
        "00-" + TRACE + "-" + PARENT + "-01-extra",
        "00-" + TRACE + "-" + PARENT + "-01," + "00-" + TRACE + "-" + PARENT + "-01",
        "ff-" + TRACE + "-" + PARENT + "-01",
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01",
      })
  void start_malformedTraceparent_isNone(String sent) {
    new Sent().header("traceparent", sent).to(trustingAll(), exchange -> {}, 200);

    assertThat(spans.only().getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void start_severalTracestates_areOneList() {
    new Sent()
        .header("traceparent", SAMPLED)
        .header("tracestate", "a=1")
        .header("tracestate", "  ")
        .header("tracestate", "b=2,c=3")
        .header("tracestate", "")
        .to(trustingAll(), exchange -> {}, 200);

    assertThat(spans.only().getSpanContext().getTraceState().asMap())
        .containsExactly(entry("a", "1"), entry("b", "2"), entry("c", "3"));
  }

  private static Map.Entry<String, String> entry(String key, String value) {
    return Map.entry(key, value);
  }

  @Test
  void start_onlyBlankTracestates_areNone() {
    new Sent()
        .header("traceparent", SAMPLED)
        .header("tracestate", "")
        .header("tracestate", " ")
        .to(trustingAll(), exchange -> {}, 200);

    assertThat(spans.only().getTraceId()).isEqualTo(TRACE);
    assertThat(spans.only().getSpanContext().getTraceState().isEmpty()).isTrue();
  }

  @Test
  void start_duplicateHeadersOnASocket_areReadStrictly() throws Exception {
    try (ObservedServer server =
        new ObservedServer(Tracing.create(spans.sdk()))
            .on("/", (exchange, request, response) -> {})
            .start()) {
      server.get("/", "traceparent: " + SAMPLED, "Tracestate: a=1", "tracestate: b=2");
      server.awaitEnd();
      server.get("/", "traceparent: " + SAMPLED, "Traceparent: " + SAMPLED);
      server.awaitEnd();
    }

    SpanData once = spans.all().get(0);
    SpanData twice = spans.all().get(1);
    assertThat(once.getParentSpanId()).isEqualTo(PARENT);
    assertThat(once.getSpanContext().getTraceState().asMap())
        .containsExactly(entry("a", "1"), entry("b", "2"));
    assertThat(twice.getParentSpanContext().isValid()).isFalse();
  }

  // Trust --------------------------------------------------------------------------------------

  @Test
  void trustInbound_untrusted_beginsANewTraceWithALink() throws Exception {
    List<Baggage> baggage = new ArrayList<>();
    try (ObservedServer server =
        new ObservedServer(Tracing.builder(spans.sdk()).trustInbound(head -> false).build())
            .on("/", (exchange, request, response) -> baggage.add(Baggage.current()))
            .start()) {
      server.get("/", "traceparent: " + UNSAMPLED, "tracestate: a=1", "baggage: user=admin");
      server.awaitEnd();
    }

    SpanData span = spans.only(); // recorded, though the client said that it should not be
    SpanContext link = span.getLinks().get(0).getSpanContext();
    assertThat(span.getTraceId()).isNotEqualTo(TRACE);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getSpanContext().getTraceState().isEmpty()).isTrue();
    assertThat(span.getLinks()).hasSize(1);
    assertThat(link.getTraceId()).isEqualTo(TRACE);
    assertThat(link.getSpanId()).isEqualTo(PARENT);
    assertThat(link.isRemote()).isTrue();
    assertThat(link.isSampled()).isFalse();
    assertThat(link.getTraceState().isEmpty()).isTrue();
    assertThat(baggage.get(0).isEmpty()).isTrue();
  }

  @Test
  void trustInbound_untrustedSampledFlag_doesNotForceRecording() {
    try (RecordedSpans rarely = new RecordedSpans(Sampler.parentBased(Sampler.alwaysOff()))) {
      new Sent()
          .header("traceparent", SAMPLED)
          .to(trusting(rarely, head -> false), exchange -> {}, 200);
      assertThat(rarely.all()).isEmpty();

      new Sent()
          .header("traceparent", SAMPLED)
          .to(trusting(rarely, head -> true), exchange -> {}, 200);
      assertThat(rarely.only().getTraceId()).isEqualTo(TRACE);
    }
  }

  @Test
  void trustInbound_untrustedSampledFlag_isNotInTheLink() {
    new Sent()
        .header("traceparent", SAMPLED)
        .to(trusting(spans, head -> false), exchange -> {}, 200);

    SpanContext link = spans.only().getLinks().get(0).getSpanContext();
    assertThat(link.getTraceId()).isEqualTo(TRACE);
    assertThat(link.isSampled()).isFalse();
  }

  @Test
  void trustInbound_trusted_carriesBaggageToTheApplication() throws Exception {
    List<String> users = new ArrayList<>();
    try (ObservedServer server =
        new ObservedServer(
                Tracing.builder(spans.sdk())
                    .trustInbound(head -> "127.0.0.1".equals(head.peerAddress()))
                    .build())
            .on(
                "/",
                (exchange, request, response) -> users.add(Baggage.current().getEntryValue("user")))
            .start()) {
      server.get("/", "traceparent: " + SAMPLED, "baggage: user=admin");
      server.awaitEnd();
    }

    assertThat(users).containsExactly("admin");
    assertThat(spans.only().getTraceId()).isEqualTo(TRACE);
  }

  @Test
  void trustInbound_untrustedBaggageAlone_isIgnoredWithoutALink() {
    new Sent()
        .header("baggage", "user=admin")
        .to(trusting(spans, head -> false), exchange -> {}, 200);

    assertThat(spans.only().getLinks()).isEmpty();
  }

  @Test
  void trustInbound_nothingSent_isNotAsked() {
    List<RequestHead> asked = new ArrayList<>();

    new Sent().to(trusting(spans, asked::add), exchange -> {}, 200);

    assertThat(asked).isEmpty();
    assertThat(spans.only().getLinks()).isEmpty();
  }

  // The getter, as any propagator may use it ---------------------------------------------------

  @Test
  void getAll_traceHeaders_agreesWithGet() {
    Sent head =
        new Sent()
            .header("traceparent", SAMPLED)
            .header("traceparent", SAMPLED)
            .header("tracestate", "a=1")
            .header("tracestate", "b=2")
            .header("baggage", "c=3")
            .header("baggage", "d=4");
    InboundHeaders getter = InboundHeaders.INSTANCE;

    assertThat(getter.getAll(head, "Traceparent")).isExhausted();
    assertThat(getter.get(head, "TRACEPARENT")).isNull();
    assertThat(getter.getAll(head, "tracestate")).toIterable().containsExactly("a=1,b=2");
    assertThat(getter.get(head, "Tracestate")).isEqualTo("a=1,b=2");
    assertThat(getter.getAll(head, "baggage")).toIterable().containsExactly("c=3", "d=4");
    assertThat(getter.get(head, "baggage")).isEqualTo("c=3");
    assertThat(getter.get(head, "absent")).isNull();
    assertThat(getter.get(null, "baggage")).isNull();
    assertThat(getter.getAll(null, "baggage")).isExhausted();
    assertThat(StreamSupport.stream(getter.keys(head).spliterator(), false))
        .containsExactly("traceparent", "tracestate", "baggage");
  }
}
