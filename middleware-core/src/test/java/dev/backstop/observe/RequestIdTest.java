package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which id a request is known: the client's where it is well formed. */
class RequestIdTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"7", "client-7", "a.B_c-9", "0123456789012345678901234567890123456789"})
  void start_wellFormedRequestId_isTaken(String id) {
    new Sent().header("X-Request-Id", id).to(backstop(toLog()), exchange -> {}, 200);

    assertThat(log.values()).containsEntry("request_id", id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "a\"b", "a\u0085b", "ä", "<script>", "../../etc"})
  void start_malformedRequestId_isReplaced(String id) {
    new Sent().header("X-Request-Id", id).to(backstop(toLog()), exchange -> {}, 200);

    assertThat(log.values().get("request_id").toString())
        .isNotEqualTo(id)
        .matches("[0-9a-f]{1,16}");
  }

  @Test
  void start_requestIdOf65Characters_isReplaced() {
    new Sent().header("X-Request-Id", "a".repeat(65)).to(backstop(toLog()), exchange -> {}, 200);

    assertThat(log.values().get("request_id").toString()).matches("[0-9a-f]{1,16}");
  }

  @Test
  void start_manyRequests_eachHasItsOwnId() {
    Backstop backstop = backstop(toLog());

    for (int i = 0; i < 10_000; i++) {
      new Sent().to(backstop, exchange -> {}, 200);
    }

    assertThat(log.events().stream().map(e -> RecordedLog.valuesOf(e).get("request_id")))
        .hasSize(10_000)
        .doesNotHaveDuplicates();
  }

  @Test
  void start_idAlreadySetByOtherMiddleware_isKept() {
    Backstop backstop =
        Backstop.builder()
            .use(
                exchange -> {
                  exchange.requestId("gateway-1");
                  return (outcome, report) -> {};
                })
            .use(toLog().build())
            .build();

    new Sent().header("X-Request-Id", "client-7").to(backstop, exchange -> {}, 200);

    assertThat(log.values()).containsEntry("request_id", "gateway-1");
  }

  @Test
  void requestIdHeader_otherName_isRead() {
    new Sent()
        .header("X-Request-Id", "wrong")
        .header("X-Correlation-Id", "right")
        .to(backstop(toLog().requestIdHeader("X-Correlation-Id")), exchange -> {}, 200);

    assertThat(log.values()).containsEntry("request_id", "right");
  }

  @Test
  void ownRequestIds_headerSent_isIgnored() {
    new Sent()
        .header("X-Request-Id", "client-7")
        .to(backstop(toLog().ownRequestIds()), exchange -> {}, 200);

    assertThat(log.values().get("request_id")).isNotEqualTo("client-7");
  }
}
