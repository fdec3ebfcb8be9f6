package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.Pitfall;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class TracingTest {
  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    spans.close();
  }

  private Backstop backstop() {
    return backstop(Tracing.builder(spans.sdk()));
  }

  private static Backstop backstop(TracingBuilder tracing) {
    return Backstop.builder().use(tracing.build()).build();
  }

  // What a span tells --------------------------------------------------------------------------

  @Test
  void end_plainRequest_tellsWhatTheConventionsAskFor() {
    new Sent()
        .query("q=1")
        .header("User-Agent", "curl/8")
        .to(backstop(), exchange -> exchange.route("/orders/{id}"), 200);

    SpanData span = spans.only();
    double seconds = (Double) spans.attribute("backstop.response.duration");
    assertThat(span.getName()).isEqualTo("GET /orders/{id}");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getEvents()).isEmpty();
    assertThat(span.getLinks()).isEmpty();
    assertThat(span.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put("http.request.method", "GET")
                .put("url.path", "/orders/42")
                .put("url.scheme", "https")
                .put("url.query", "q=1")
                .put("server.address", "shop.example")
                .put("server.port", 8443)
                .put("client.address", "192.0.2.7")
                .put("network.peer.address", "192.0.2.7")
                .put("network.peer.port", 40_000)
                .put("network.protocol.version", "2")
                .put("user_agent.original", "curl/8")
                .put("http.route", "/orders/{id}")
                .put("http.response.status_code", 200)
                .put("backstop.ending", "COMPLETED")
                .put("backstop.response.duration", seconds)
                .put("backstop.cleanup.count", 0)
                .build()
                .asMap());
    assertThat(seconds).isBetween(0.0, 20.0);
  }

  @Test
  void end_plainRequest_has16AttributesAtMost() {
    new Sent()
        .query("q=1")
        .header("User-Agent", "curl/8")
        .to(backstop(), exchange -> exchange.route("/orders/{id}"), 200);

    // With the 17th the SDK doubles its tables: 700 bytes for every request.
    assertThat(spans.only().getAttributes().size()).isLessThanOrEqualTo(16);
  }

  @Test
  void end_requestOnASocket_tellsThePeer() throws Exception {
    try (ObservedServer server =
        new ObservedServer(Tracing.create(spans.sdk()))
            .on("/orders/*", (exchange, request, response) -> {})
            .start()) {
      server.get("/orders/4%202?q=1");
      ObservedServer.Ended ended = server.awaitEnd();

      assertThat(spans.attribute("url.path")).isEqualTo("/orders/4%202");
      assertThat(spans.attribute("url.scheme")).isEqualTo("http");
      assertThat(spans.attribute("server.address")).isEqualTo("localhost");
      assertThat(spans.attribute("server.port")).isEqualTo((long) server.port());
      assertThat(spans.attribute("client.address")).isEqualTo("127.0.0.1");
      assertThat((Long) spans.attribute("network.peer.port")).isPositive();
      assertThat(spans.attribute("network.protocol.version")).isEqualTo("1.1");
      assertThat(spans.attribute("http.route")).isEqualTo("/orders/*");
      assertThat(spans.attribute("backstop.response.duration"))
          .isEqualTo(ended.outcome().durationNanos() / 1e9);
    }
  }

  @Test
  void end_noRoute_isNamedByTheMethod() {
    new Sent().method("POST").to(backstop(), exchange -> {}, 404);

    assertThat(spans.only().getName()).isEqualTo("POST");
    assertThat(spans.attribute("http.route")).isNull();
    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(spans.attribute("error.type")).isNull();
  }

  @Test
  void end_unknownMethod_isOtherAndItsOriginalIsCut() {
    new Sent()
        .method("x".repeat(200))
        .to(backstop(), exchange -> exchange.route("/orders/{id}"), 405);

    assertThat(spans.only().getName()).isEqualTo("HTTP /orders/{id}");
    assertThat(spans.attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(spans.attribute("http.request.method_original")).isEqualTo("x".repeat(64));
  }

  @ParameterizedTest
  @CsvSource({"get", "PROPFIND"})
  void end_methodOfOtherCase_isOther(String method) {
    new Sent().method(method).to(backstop(), exchange -> {}, 405);

    assertThat(spans.only().getName()).isEqualTo("HTTP");
    assertThat(spans.attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(spans.attribute("http.request.method_original")).isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "CONNECT", "PATCH", "QUERY", "TRACE"})
  void end_knownMethod_hasNoOriginal(String method) {
    new Sent().method(method).to(backstop(), exchange -> {}, 200);

    assertThat(spans.attribute("http.request.method")).isEqualTo(method);
    assertThat(spans.attribute("http.request.method_original")).isNull();
  }

  @Test
  void end_nothingSent_hasNoStatusCode() {
    new Sent().to(backstop(), exchange -> {}, 0, Ending.ABORTED);

    assertThat(spans.attribute("http.response.status_code")).isNull();
    assertThat(spans.attribute("backstop.ending")).isEqualTo("ABORTED");
    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void end_manyRoutesTwice_eachSpanHasItsOwnName() {
    Backstop backstop = backstop();

    for (int i = 0; i < 3_000; i++) {
      String route = "/orders/" + i % 1_500;
      new Sent().to(backstop, exchange -> exchange.route(route), 200);
    }

    List<SpanData> all = spans.all();
    assertThat(all).hasSize(3_000);
    for (int i = 0; i < 3_000; i++) {
      assertThat(all.get(i).getName()).isEqualTo("GET /orders/" + i % 1_500);
    }
  }

  @Test
  void end_hugeInput_isCut() {
    new Sent()
        .path("/" + "p".repeat(9_000))
        .query("q=" + "q".repeat(9_000))
        .header("User-Agent", "u".repeat(9_000))
        .to(backstop(), exchange -> {}, 200);

    assertThat(spans.attribute("url.path").toString()).hasSize(2_048);
    assertThat(spans.attribute("url.query").toString()).hasSize(2_048);
    assertThat(spans.attribute("user_agent.original").toString()).hasSize(2_048);
  }

  @Test
  void create_scope_hasNameAndTheVersionOfTheBuild() throws Exception {
    new Sent().to(backstop(), exchange -> {}, 200);

    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse("pom.xml")
            .getDocumentElement();
    String version =
        project.getElementsByTagName("version").item(0).getTextContent().replace("-SNAPSHOT", "");
    assertThat(spans.only().getInstrumentationScopeInfo().getName()).isEqualTo("dev.backstop");
    assertThat(spans.only().getInstrumentationScopeInfo().getVersion()).isEqualTo(version);
    assertThat(spans.only().getInstrumentationScopeInfo().getSchemaUrl())
        .startsWith("https://opentelemetry.io/schemas/");
  }

  // Queries ------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "a=b,                                  a=b",
    "sig=s3cret,                           sig=REDACTED",
    "a=b&sig=s3cret&c=d,                   a=b&sig=REDACTED&c=d",
    "AWSAccessKeyId=x&Signature=y%2B&z=1,  AWSAccessKeyId=REDACTED&Signature=REDACTED&z=1",
    "X-Goog-Signature=x,                   X-Goog-Signature=REDACTED",
    "SIG=kept&signature=kept,              SIG=kept&signature=kept",
    "s%69g=s3cret,                         s%69g=REDACTED",
    "sig=a=b,                              sig=REDACTED",
    "sig=&a=1,                             sig=&a=1",
    "sig,                                  sig",
    "&&sig=x&&,                            &&sig=REDACTED&&",
    "mysig=kept&sig=x&sig=y,               mysig=kept&sig=REDACTED&sig=REDACTED",
    "a%=b&s%zz=c,                          a%=b&s%zz=c",
  })
  void end_query_isRedactedByTheConventionsList(String sent, String told) {
    new Sent().query(sent).to(backstop(), exchange -> {}, 200);

    assertThat(spans.attribute("url.query")).isEqualTo(told);
  }

  @Test
  void sensitiveQueryParameters_given_replaceTheList() {
    new Sent()
        .query("token=a&sig=b")
        .to(
            backstop(Tracing.builder(spans.sdk()).sensitiveQueryParameters("token")),
            exchange -> {},
            200);

    assertThat(spans.attribute("url.query")).isEqualTo("token=REDACTED&sig=b");
  }

  @Test
  void withoutQueries_querySent_isNotTold() {
    new Sent()
        .query("a=b")
        .to(backstop(Tracing.builder(spans.sdk()).withoutQueries()), exchange -> {}, 200);

    assertThat(spans.attribute("url.query")).isNull();
  }

  // Samplers -----------------------------------------------------------------------------------

  @Test
  void start_sampler_seesTheRequestsAttributes() {
    List<Attributes> seen = new ArrayList<>();
    try (RecordedSpans sampled = new RecordedSpans(new RecordingSampler(seen))) {
      new Sent()
          .query("sig=x")
          .header("User-Agent", "curl/8")
          .to(backstop(Tracing.builder(sampled.sdk())), exchange -> {}, 200);
    }

    assertThat(seen.get(0).asMap().keySet().stream().map(AttributeKey::getKey))
        .contains(
            "http.request.method",
            "url.path",
            "url.scheme",
            "url.query",
            "server.address",
            "server.port",
            "client.address",
            "user_agent.original");
  }

  @Test
  void start_notSampled_carriesTheTraceAndRecordsNothing() {
    try (RecordedSpans unsampled = new RecordedSpans(Sampler.alwaysOff())) {
      List<String> ids = new ArrayList<>();
      List<Pitfall> pitfalls = new ArrayList<>();
      Backstop backstop =
          Backstop.builder().onPitfall(pitfalls::add).use(Tracing.create(unsampled.sdk())).build();

      new Sent()
          .to(
              backstop,
              exchange -> {
                exchange.recordError(new IllegalStateException());
                ids.add(exchange.traceId());
              },
              500);

      assertThat(unsampled.all()).isEmpty();
      assertThat(ids.get(0)).matches("[0-9a-f]{32}");
      assertThat(pitfalls).isEmpty();
    }
  }

  @Test
  void create_openTelemetryThatDoesNothing_setsNoTraceId() {
    List<Exchange> seen = new ArrayList<>();

    new Sent().to(backstop(Tracing.builder(OpenTelemetry.noop())), seen::add, 200);

    assertThat(seen.get(0).traceId()).isNull();
  }

  @Test
  void end_requestRecycled_isNotRead() {
    List<Pitfall> pitfalls = new ArrayList<>();
    Backstop backstop =
        Backstop.builder().onPitfall(pitfalls::add).use(Tracing.create(spans.sdk())).build();

    new Sent().to(backstop, exchange -> {}, 500);

    assertThat(pitfalls).isEmpty();
    assertThat(spans.only().hasEnded()).isTrue();
  }

  @Test
  void build_manyMistakes_namesThemAll() {
    TracingBuilder builder =
        Tracing.builder(null).trustInbound(null).sensitiveQueryParameters("a", null);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "builder(openTelemetry) was given null",
            "trustInbound(predicate) was given null",
            "sensitiveQueryParameters(name) was given null");
  }

  @Test
  void trustInbound_twice_isAMistake() {
    TracingBuilder builder =
        Tracing.builder(spans.sdk()).trustInbound(head -> true).trustInbound(head -> false);

    assertThatThrownBy(builder::build).hasMessageContaining("called twice: keep one");
  }
}
