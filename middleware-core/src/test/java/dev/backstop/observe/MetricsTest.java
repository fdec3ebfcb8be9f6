package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Backstop;
import dev.backstop.outcome.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  private Backstop backstop() {
    return backstop(Metrics.builder(registry));
  }

  private static Backstop backstop(MetricsBuilder metrics) {
    return Backstop.builder().use(metrics.build()).build();
  }

  /** The tags of the one timer. */
  private Map<String, String> tags() {
    return registry.get("http.server.requests").timer().getId().getTags().stream()
        .collect(Collectors.toMap(Tag::getKey, Tag::getValue));
  }

  private Set<String> values(String meter, String tag) {
    return registry.find(meter).meters().stream()
        .map(found -> found.getId().getTag(tag))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void end_plainRequest_timesItWithSpringsTags() throws Exception {
    try (ObservedServer server =
        new ObservedServer(Metrics.create(registry))
            .on("/orders/*", (exchange, request, response) -> exchange.route("/orders/{id}"))
            .start()) {
      server.get("/orders/42?q=1");
      ObservedServer.Ended ended = server.awaitEnd();

      assertThat(tags())
          .isEqualTo(
              Map.of(
                  "method", "GET",
                  "uri", "/orders/{id}",
                  "status", "200",
                  "outcome", "SUCCESS",
                  "exception", "none",
                  "error", "none"));
      Timer timer = registry.get("http.server.requests").timer();
      assertThat(timer.count()).isOne();
      assertThat(timer.totalTime(TimeUnit.NANOSECONDS))
          .isEqualTo((double) ended.outcome().durationNanos());
    }
  }

  @Test
  void end_errorEscapes_tagsItsSimpleName() throws Exception {
    try (ObservedServer server =
        new ObservedServer(Metrics.create(registry))
            .on(
                "/fail",
                (exchange, request, response) -> {
                  throw new ServletException(new CompletionException(new IOException("disk")));
                })
            .start()) {
      server.get("/fail");
      server.awaitEnd();
    }

    assertThat(tags())
        .containsEntry("status", "500")
        .containsEntry("outcome", "SERVER_ERROR")
        .containsEntry("exception", "IOException")
        .containsEntry("error", "IOException");
  }

  @Test
  void end_anonymousException_tagsItsNamedSuperclass() {
    IllegalStateException anonymous =
        new IllegalStateException() {
          private static final long serialVersionUID = 1L;
        };

    new Sent().to(backstop(), exchange -> exchange.recordError(anonymous), 409);

    assertThat(tags()).containsEntry("exception", "IllegalStateException");
  }

  // As Spring Framework 7.0.10 tags them: compared with its
  // DefaultServerRequestObservationConvention
  // for every status from 100 to 999.
  @ParameterizedTest
  @CsvSource({
    "100, INFORMATIONAL, UNKNOWN",
    "101, INFORMATIONAL, UNKNOWN",
    "103, INFORMATIONAL, UNKNOWN",
    "104, UNKNOWN,       UNKNOWN",
    "200, SUCCESS,       UNKNOWN",
    "226, SUCCESS,       UNKNOWN",
    "299, SUCCESS,       UNKNOWN",
    "301, REDIRECTION,   REDIRECTION",
    "304, REDIRECTION,   REDIRECTION",
    "305, UNKNOWN,       UNKNOWN",
    "306, UNKNOWN,       UNKNOWN",
    "308, REDIRECTION,   REDIRECTION",
    "309, UNKNOWN,       UNKNOWN",
    "400, CLIENT_ERROR,  UNKNOWN",
    "404, CLIENT_ERROR,  NOT_FOUND",
    "410, CLIENT_ERROR,  UNKNOWN",
    "418, CLIENT_ERROR,  UNKNOWN",
    "419, UNKNOWN,       UNKNOWN",
    "420, UNKNOWN,       UNKNOWN",
    "426, CLIENT_ERROR,  UNKNOWN",
    "427, UNKNOWN,       UNKNOWN",
    "429, CLIENT_ERROR,  UNKNOWN",
    "430, UNKNOWN,       UNKNOWN",
    "431, CLIENT_ERROR,  UNKNOWN",
    "451, CLIENT_ERROR,  UNKNOWN",
    "499, UNKNOWN,       UNKNOWN",
    "500, SERVER_ERROR,  UNKNOWN",
    "511, SERVER_ERROR,  UNKNOWN",
    "512, UNKNOWN,       UNKNOWN",
    "599, UNKNOWN,       UNKNOWN",
    "600, UNKNOWN,       UNKNOWN",
    "999, UNKNOWN,       UNKNOWN",
  })
  void end_noRoute_tagsStatusAsSpringDoes(int status, String outcome, String uri) {
    new Sent().path("/raw/path").to(backstop(), exchange -> {}, status);

    assertThat(tags())
        .containsEntry("status", Integer.toString(status))
        .containsEntry("outcome", outcome)
        .containsEntry("uri", uri);
  }

  @Test
  void end_nothingSent_isUnknownAsWithSpring() {
    new Sent().to(backstop(), exchange -> {}, 0, Ending.ABORTED);

    assertThat(tags())
        .containsEntry("status", "UNKNOWN")
        .containsEntry("outcome", "UNKNOWN")
        .containsEntry("uri", "UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource({"'', root", "/, /", "/a/{b}, /a/{b}"})
  void end_routeKnown_isTheUriWhateverTheStatus(String route, String uri) {
    new Sent().to(backstop(), exchange -> exchange.route(route), 404);

    assertThat(tags()).containsEntry("uri", uri);
  }

  @ParameterizedTest
  @CsvSource({
    "/shop, /shop/a/{b}, /a/{b}",
    "/shop/, /shop/a/{b}, /a/{b}",
    "/shop, /shop/**, /**",
    "/shop, /shop, root",
    "/shop, /shopping/{id}, /shopping/{id}",
    "/shop, /a/{b}, /a/{b}",
    "'', /shop/a, /shop/a",
    "/, /shop/a, /shop/a",
  })
  void end_withoutContextPath_takesItOffTheUri(String contextPath, String route, String uri) {
    Backstop backstop = backstop(Metrics.builder(registry).withoutContextPath(contextPath));

    new Sent().to(backstop, exchange -> exchange.route(route), 200);

    assertThat(tags()).containsEntry("uri", uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
  void end_methodThatSpringKnows_isTagged(String method) {
    new Sent().method(method).to(backstop(), exchange -> {}, 200);

    assertThat(tags()).containsEntry("method", method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "QUERY", "get", "PROPFIND", "G\nET"})
  void end_otherMethod_isUnknown(String method) {
    new Sent().method(method).to(backstop(), exchange -> {}, 200);

    assertThat(tags()).containsEntry("method", "UNKNOWN");
  }

  // Our own meters -----------------------------------------------------------------------------

  @Test
  void active_whileARequestRuns_isOne() throws Exception {
    List<Double> during = new ArrayList<>();
    try (ObservedServer server =
        new ObservedServer(Metrics.create(registry))
            .on(
                "/",
                (exchange, request, response) ->
                    during.add(registry.get("backstop.exchanges.active").gauge().value()))
            .start()) {
      server.get("/");
      server.awaitEnd();
    }

    assertThat(during).containsExactly(1.0);
    assertThat(registry.get("backstop.exchanges.active").gauge().value()).isZero();
  }

  @Test
  void exchanges_eachEnding_isCounted() {
    Backstop backstop = backstop();

    new Sent().to(backstop, exchange -> {}, 200);
    new Sent().to(backstop, exchange -> {}, 200, Ending.TRUNCATED);
    new Sent().to(backstop, exchange -> {}, 200, Ending.ABORTED);
    new Sent().to(backstop, exchange -> {}, 0, Ending.ABORTED);

    assertThat(endings())
        .isEqualTo(Map.of("COMPLETED", 1.0, "TRUNCATED", 1.0, "ABORTED", 2.0, "UNFINISHED", 0.0));
  }

  private Map<String, Double> endings() {
    return registry.get("backstop.exchanges").counters().stream()
        .collect(Collectors.toMap(one -> one.getId().getTag("ending"), one -> one.count()));
  }

  @Test
  void cleanupFailures_severalCleanupsThrow_areCountedByName() {
    new Sent()
        .to(
            backstop(),
            exchange -> {
              exchange.cleanups().register("audit", outcome -> Integer.parseInt("x"));
              exchange.cleanups().register("fine", outcome -> {});
              exchange.cleanups().register("audit", outcome -> Integer.parseInt("x"));
            },
            200);

    assertThat(values("backstop.cleanup.failures", "cleanup")).containsExactly("audit");
    assertThat(registry.get("backstop.cleanup.failures").counter().count()).isEqualTo(2);
  }

  @Test
  void meters_all_haveADescription() {
    new Sent()
        .to(
            backstop(),
            exchange -> exchange.cleanups().register("audit", outcome -> Integer.parseInt("x")),
            200);

    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .contains(
            "http.server.requests",
            "backstop.exchanges",
            "backstop.exchanges.active",
            "backstop.cleanup.failures");
    assertThat(registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
  }

  // Options ------------------------------------------------------------------------------------

  @Test
  void scrape_defaults_hasCountAndSumAndNoBuckets() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    new Sent().to(backstop(Metrics.builder(prometheus)), exchange -> exchange.route("/o"), 200);

    assertThat(prometheus.scrape())
        .contains(
            "http_server_requests_seconds_count{error=\"none\",exception=\"none\",method=\"GET\","
                + "outcome=\"SUCCESS\",status=\"200\",uri=\"/o\"} 1",
            "# HELP http_server_requests_seconds Time from the start",
            "backstop_exchanges_total{ending=\"COMPLETED\"} 1.0",
            "backstop_exchanges_active 0.0")
        .doesNotContain("_bucket");
  }

  @Test
  void serviceLevelObjectives_given_areTheBuckets() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MetricsBuilder metrics =
        Metrics.builder(prometheus)
            .name("shop.requests")
            .serviceLevelObjectives(Duration.ofMillis(100), Duration.ofSeconds(1));

    new Sent().to(backstop(metrics), exchange -> {}, 200);

    assertThat(prometheus.scrape().lines().filter(line -> line.contains("_bucket")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("shop_requests_seconds_bucket{"))
        .anySatisfy(line -> assertThat(line).contains("le=\"0.1\"").endsWith(" 1"))
        .anySatisfy(line -> assertThat(line).contains("le=\"1.0\""))
        .anySatisfy(line -> assertThat(line).contains("le=\"+Inf\""));
    assertThat(prometheus.find("http.server.requests").meters()).isEmpty();
  }

  @Test
  void percentileHistogram_on_publishesManyBuckets() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    new Sent().to(backstop(Metrics.builder(prometheus).percentileHistogram()), exchange -> {}, 200);

    assertThat(prometheus.scrape().lines().filter(line -> line.contains("_bucket")))
        .hasSizeGreaterThan(50);
  }

  @Test
  void tag_twoBackstopsInOneRegistry_keepTheirMetersApart() {
    Backstop shop = backstop(Metrics.builder(registry).tag("app", "shop"));
    Backstop admin = backstop(Metrics.builder(registry).tag("app", "admin"));

    new Sent()
        .to(
            shop,
            exchange -> {
              assertThat(active("shop")).isEqualTo(1);
              assertThat(active("admin")).isZero();
            },
            200);
    new Sent().to(admin, exchange -> assertThat(active("admin")).isEqualTo(1), 200);

    assertThat(values("http.server.requests", "app")).containsExactly("admin", "shop");
  }

  private double active(String app) {
    return registry.get("backstop.exchanges.active").tag("app", app).gauge().value();
  }

  @Test
  void build_manyMistakes_namesThemAll() {
    MetricsBuilder builder =
        Metrics.builder(null)
            .name(" ")
            .tag("app", null)
            .maxRoutes(0)
            .maxExceptions(-1)
            .maxCleanups(0)
            .serviceLevelObjectives(Duration.ZERO, null);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "builder(registry) was given null",
            "name(timer) was blank",
            "tag(app, value)",
            "maxRoutes(0): expected 1 or more",
            "maxExceptions(-1)",
            "maxCleanups(0)",
            "serviceLevelObjectives(PT0S)",
            "serviceLevelObjectives(null)");
  }
}
