package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.backstop.Backstop;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private final RecordedLog log = new RecordedLog("test.access");

  @AfterEach
  void close() {
    log.close();
  }

  private AccessLogBuilder toLog() {
    return AccessLog.builder().logger(log.logger());
  }

  private static Backstop backstop(AccessLogBuilder accessLog) {
    return Backstop.builder().use(accessLog.build()).build();
  }

  @Test
  void end_plainRequest_writesOneEventThatSaysAll() throws Exception {
    try (ObservedServer server =
        new ObservedServer(toLog().build())
            .on("/orders/*", (exchange, request, response) -> response.getWriter().print("four"))
            .start()) {
      server.get("/orders/42?token=secret", "X-Request-Id: client-7");
      long micros = server.awaitEnd().outcome().durationNanos() / 1_000;

      assertThat(log.values())
          .containsEntry("method", "GET")
          .containsEntry("path", "/orders/42")
          .containsEntry("route", "/orders/*")
          .containsEntry("status", 200)
          .containsEntry("ending", "COMPLETED")
          .containsEntry("bytes", 4L)
          .containsEntry("request_id", "client-7")
          .containsEntry("duration_ms", micros / 1_000.0)
          .hasSize(8);
      assertThat(log.only().getLevel()).isEqualTo(Level.INFO);
      assertThat(log.only().getMessage())
          .matches("\"GET /orders/42\" 200, 4 bytes in \\d+\\.\\d{3} ms");
      assertThat(log.only().getThrowableProxy()).isNull();
    }
  }

  @Test
  void end_errorEscapes_isErrorWithTypeOriginAndStack() throws Exception {
    IllegalStateException raised = new IllegalStateException("no stock");
    raised.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.Objects", "requireNonNull", "Objects.java", 259),
          new StackTraceElement("shop.Stock", "take", "Stock.java", 42),
          new StackTraceElement("shop.Orders", "add", "Orders.java", 17),
        });
    try (ObservedServer server =
        new ObservedServer(toLog().build())
            .on(
                "/fail",
                (exchange, request, response) -> {
                  throw new ServletException("wrapped", raised);
                })
            .start()) {
      server.get("/fail");
      server.awaitEnd();
    }

    String origin = "shop.Stock.take(Stock.java:42)";
    assertThat(log.values())
        .containsEntry("status", 500)
        .containsEntry("error_type", "java.lang.IllegalStateException")
        .containsEntry("error_category", "other")
        .containsEntry("error_message", "no stock")
        .containsEntry("error_origin", origin)
        .containsEntry("error_handled", false);
    assertThat(log.only().getLevel()).isEqualTo(Level.ERROR);
    assertThat(log.only().getMessage())
        .startsWith("\"GET /fail\" 500, ")
        .endsWith(" ms, java.lang.IllegalStateException at " + origin);
    assertThat(((ThrowableProxy) log.only().getThrowableProxy()).getThrowable()).isSameAs(raised);
  }

  @Test
  void end_errorHandledAs409_isWarnWithoutStack() throws Exception {
    try (ObservedServer server =
        new ObservedServer(toLog().build())
            .on(
                "/conflict",
                (exchange, request, response) -> {
                  exchange.recordError(new IllegalArgumentException("taken"));
                  response.sendError(409);
                })
            .start()) {
      server.get("/conflict");
      server.awaitEnd();
    }

    assertThat(log.values())
        .containsEntry("status", 409)
        .containsEntry("error_type", "java.lang.IllegalArgumentException")
        .containsEntry("error_message", "taken")
        .containsEntry("error_handled", true);
    assertThat(log.only().getLevel()).isEqualTo(Level.WARN);
    assertThat(log.only().getThrowableProxy()).isNull();
  }

  @Test
  void end_clientsMistake_isInfo() {
    new Sent().to(backstop(toLog()), exchange -> {}, 404);

    assertThat(log.only().getLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void end_status503WithoutError_saysSoInErrorType() {
    new Sent().to(backstop(toLog()), exchange -> {}, 503);

    assertThat(log.values()).containsEntry("error_type", "503").doesNotContainKey("error_message");
    assertThat(log.only().getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void end_cutOffAfterCommit_saysTruncated() throws Exception {
    try (ObservedServer server =
        new ObservedServer(toLog().build())
            .on(
                "/cut",
                (exchange, request, response) -> {
                  response.getWriter().print("half");
                  response.flushBuffer();
                  throw new IllegalStateException("the other half is missing");
                })
            .start()) {
      server.get("/cut");
      server.awaitEnd();
    }

    assertThat(log.values()).containsEntry("status", 200).containsEntry("ending", "TRUNCATED");
    assertThat(log.only().getLevel()).isEqualTo(Level.ERROR);
    assertThat(log.only().getMessage()).startsWith("\"GET /cut\" 200 TRUNCATED, 4 bytes in ");
  }

  @Test
  void end_asyncTimeout_saysTimedOut() throws Exception {
    try (ObservedServer server =
        new ObservedServer(toLog().build())
            .on(
                "/slow",
                (exchange, request, response) -> {
                  AsyncContext async = request.startAsync();
                  async.setTimeout(50);
                })
            .start()) {
      String answer = server.get("/slow");
      server.awaitEnd();

      assertThat(log.values())
          .containsEntry("status", ObservedServer.statusOf(answer))
          .containsEntry("timed_out", true);
      assertThat(log.only().getMessage()).contains(" timed out, ");
    }
  }

  @Test
  void end_nothingSent_saysThatNoneWas() {
    new Sent().to(backstop(toLog()), exchange -> {}, 0, Ending.ABORTED);

    assertThat(log.values()).containsEntry("status", 0).containsEntry("ending", "ABORTED");
    assertThat(log.only().getLevel()).isEqualTo(Level.WARN);
    assertThat(log.only().getMessage())
        .startsWith("\"GET /orders/42\" 0 (none was sent) ABORTED, 0 bytes in ");
  }

  @Test
  void end_cleanupsFailed_namesThemAndWarns() {
    new Sent()
        .to(
            backstop(toLog()),
            exchange -> {
              exchange.cleanups().register("cache", outcome -> {});
              exchange.cleanups().register("audit", outcome -> fail(new IOException("disk")));
              exchange.cleanups().register("lock", outcome -> fail(new AssertionError("held")));
            },
            200);

    assertThat(log.values()).containsEntry("cleanup_failures", "lock, audit");
    assertThat(log.only().getLevel()).isEqualTo(Level.WARN);
    assertThat(log.only().getMessage()).endsWith(" ms; failed cleanups: lock, audit");
  }

  private static void fail(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @Test
  void end_traceIdAndTenantSet_standInTheEvent() {
    new Sent()
        .to(
            backstop(toLog()),
            exchange -> {
              exchange.traceId("0af7651916cd43dd8448eb211c80319c");
              exchange.tenant("acme");
            },
            200);

    assertThat(log.values())
        .containsEntry("trace_id", "0af7651916cd43dd8448eb211c80319c")
        .containsEntry("tenant", "acme");
  }

  @Test
  void end_containersSignalMissing_saysWhoKnewTheStatus() {
    Backstop backstop = backstop(toLog());

    new Sent().openIn(backstop).abandon();

    assertThat(log.values())
        .containsEntry("ending", "UNFINISHED")
        .containsEntry("status_source", "PREDICTED");
  }

  // Options ------------------------------------------------------------------------------------

  @Test
  void create_noLoggerGiven_writesToDevBackstopAccess() {
    try (RecordedLog standard = new RecordedLog("dev.backstop.access")) {
      new Sent().to(Backstop.builder().use(AccessLog.create()).build(), exchange -> {}, 200);

      assertThat(standard.values()).containsEntry("status", 200);
    }
  }

  @Test
  void queries_askedFor_areLoggedRedacted() {
    new Sent()
        .query("color=red&sig=s3cret&Signature=x%2By")
        .to(backstop(toLog().queries()), exchange -> {}, 200);

    assertThat(log.values())
        .containsEntry("path", "/orders/42")
        .containsEntry("query", "color=red&sig=REDACTED&Signature=REDACTED");
    assertThat(log.only().getMessage())
        .startsWith("\"GET /orders/42?color=red&sig=REDACTED&Signature=REDACTED\" 200");
  }

  @Test
  void queries_notAskedFor_areNowhere() {
    new Sent().query("color=red").to(backstop(toLog()), exchange -> {}, 200);

    assertThat(log.written()).doesNotContain("red");
  }

  @Test
  void headers_listed_areLoggedAndNoOthers() {
    new Sent()
        .header("User-Agent", "curl/8")
        .header("Accept", "text/html")
        .header("Accept", "text/plain")
        .header("X-Secret", "hidden")
        .header("X-Long", "x".repeat(300))
        .to(backstop(toLog().headers("user-agent", "Accept", "X-Long", "X-Absent")), e -> {}, 200);

    assertThat(log.values())
        .containsEntry("header.user-agent", "curl/8")
        .containsEntry("header.accept", "text/html, text/plain")
        .containsEntry("header.x-long", "x".repeat(256) + "...")
        .doesNotContainKeys("header.x-absent", "header.x-secret");
    assertThat(log.written()).doesNotContain("hidden");
  }

  @Test
  void skip_matching_writesNothing() {
    Backstop backstop =
        backstop(
            toLog()
                .skip(outcome -> outcome.path().equals("/health") && !outcome.failed())
                .skip(outcome -> outcome.status() == 304));

    new Sent().path("/health").to(backstop, exchange -> {}, 200);
    new Sent().to(backstop, exchange -> {}, 304);
    new Sent().path("/health").to(backstop, exchange -> {}, 503);

    assertThat(log.values()).containsEntry("path", "/health").containsEntry("status", 503);
  }

  @Test
  void level_given_isTaken() {
    Backstop backstop =
        backstop(
            toLog()
                .level(
                    outcome ->
                        outcome.status() == 404
                            ? org.slf4j.event.Level.ERROR
                            : org.slf4j.event.Level.DEBUG));

    new Sent().to(backstop, exchange -> {}, 404);
    new Sent().to(backstop, exchange -> {}, 200); // DEBUG is disabled

    assertThat(log.only().getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void withoutStackTraces_errorEscapes_keepsTypeAndOrigin() throws Exception {
    try (ObservedServer server =
        new ObservedServer(toLog().withoutStackTraces().build())
            .on(
                "/fail",
                (exchange, request, response) -> {
                  throw new IllegalStateException("no stock");
                })
            .start()) {
      server.get("/fail");
      server.awaitEnd();
    }

    assertThat(log.only().getThrowableProxy()).isNull();
    assertThat(log.values()).containsKeys("error_type", "error_origin");
  }

  @Test
  void end_predicateThrows_isReportedAndCostsNobodyAnything() {
    List<Pitfall> pitfalls = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    Backstop backstop =
        Backstop.builder()
            .onPitfall(pitfalls::add)
            .use(exchange -> (outcome, report) -> seen.add(report.failedCount()))
            .use(
                toLog()
                    .skip(
                        outcome -> {
                          throw new IllegalStateException("bad predicate");
                        })
                    .build())
            .build();

    new Sent().to(backstop, exchange -> {}, 200);

    assertThat(seen).containsExactly(1);
    assertThat(pitfalls).hasSize(1);
    assertThat(pitfalls.get(0).toString()).contains("AccessLog");
  }

  @Test
  void end_requestRecycled_isNotRead() {
    List<Pitfall> pitfalls = new ArrayList<>();
    Backstop backstop =
        Backstop.builder()
            .onPitfall(pitfalls::add)
            .use(toLog().queries().headers("User-Agent").build())
            .build();

    new Sent().query("a=b").header("User-Agent", "curl/8").to(backstop, exchange -> {}, 200);

    assertThat(pitfalls).isEmpty();
    assertThat(log.values()).containsKeys("query", "header.user-agent");
  }

  @Test
  void build_manyMistakes_namesThemAll() {
    AccessLogBuilder builder =
        AccessLog.builder()
            .skip((Predicate<Outcome>) null)
            .level((Function<Outcome, org.slf4j.event.Level>) null)
            .logger(null)
            .headers("Authorization", "bad name", null)
            .requestIdHeader(" ");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "skip(predicate)",
            "level(function)",
            "logger(logger)",
            "headers(authorization): it carries credentials",
            "headers(bad name): expected the name of a header",
            "headers(name) was given null",
            "requestIdHeader(name) was blank");
  }

  @Test
  void values_ofOneEvent_haveTypesThatJsonKeeps() {
    new Sent().to(backstop(toLog()), exchange -> exchange.route("/orders/{id}"), 200);

    ILoggingEvent event = log.only();
    Map<String, Object> values = RecordedLog.valuesOf(event);
    assertThat(values.get("status")).isInstanceOf(Integer.class);
    assertThat(values.get("bytes")).isInstanceOf(Long.class);
    assertThat(values.get("duration_ms")).isInstanceOf(Double.class);
  }
}
