package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service as a whole: its start, its pages, and its end. */
class OrderServiceTest {
  @Test
  void start_freePort_answersThereAlone() throws Exception {
    try (OrderService service = OrderService.start(0)) {
      URI base = service.baseUri();

      assertThat(base.getHost()).isEqualTo("127.0.0.1");
      assertThat(RawClient.get(base, "/orders").status()).isEqualTo(200);
    }
  }

  @Test
  void start_twice_haveOrdersOfTheirOwn() throws Exception {
    try (OrderService one = OrderService.start(0);
        OrderService other = OrderService.start(0)) {
      RawClient.ask(one.baseUri(), "POST", "/orders", "{\"item\": \"rug\", \"quantity\": 1}");

      assertThat(RawClient.get(one.baseUri(), "/orders").body()).contains("rug");
      assertThat(RawClient.get(other.baseUri(), "/orders").body()).doesNotContain("rug");
    }
  }

  @Test
  void start_takenPort_saysPortAndRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> OrderService.start(port))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("port " + port + " on 127.0.0.1 cannot be used")
          .hasMessageContaining("-Dport=8081");
    }
  }

  @Test
  void close_twice_isOnce() throws Exception {
    OrderService service = OrderService.start(0);

    service.close();
    service.close();

    assertThatThrownBy(() -> RawClient.get(service.baseUri(), "/")).isInstanceOf(Exception.class);
  }

  @Test
  void metrics_afterRequests_isPrometheusTextWithTimerCountersAndPool() throws Exception {
    try (RunningService service = new RunningService()) {
      service.get("/ends/failing-cleanup");
      service.outcomesOf("/ends/failing-cleanup");

      RawClient.Answer metrics = service.get("/metrics");

      assertThat(metrics.headers().get("Content-Type")).startsWith("text/plain").contains("0.0.4");
      assertThat(metrics.body())
          .contains("# TYPE http_server_requests_seconds ")
          .contains("backstop_exchanges_total{ending=")
          .containsPattern("backstop_cleanup[a-z_]*\\{[^}]*audit[^}]*} 1")
          .contains("hikaricp_connections_active{pool=\"orders\"}");
    }
  }

  @Test
  void stream_clientHangsUp_connectionGoesBackToThePool() throws Exception {
    try (RunningService service = new RunningService()) {
      RawClient.cut(service.base(), "/ends/stream");
      service.outcomesOf("/ends/stream");

      await()
          .untilAsserted(
              () ->
                  assertThat(service.get("/metrics").body())
                      .contains("hikaricp_connections_active{pool=\"orders\"} 0.0"));
    }
  }

  @Test
  void stream_badLines_answers400() throws Exception {
    try (RunningService service = new RunningService()) {
      RawClient.Answer answer = service.get("/ends/stream?lines=0");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("lines is '0': expected a whole number from 1");
    }
  }

  @Test
  void lateStatus_cleanupSetsIt_theLogNamesTheLineOfCode() throws Exception {
    try (RunningService service = new RunningService()) {
      service.get("/ends/late-status");
      service.outcomesOf("/ends/late-status");

      assertThat(service.log())
          .filteredOn(event -> event.getFormattedMessage().startsWith("BS-102"))
          .singleElement()
          .satisfies(
              event -> assertThat(event.getFormattedMessage()).contains("LateStatusServlet.java:"));
    }
  }

  @Test
  void failingCleanup_report_tellsWhatItThrew() throws Exception {
    try (RunningService service = new RunningService()) {
      service.get("/ends/failing-cleanup");

      JsonNode audit = service.outcomesOf("/ends/failing-cleanup").get(0).get("cleanups").get(0);
      assertThat(audit.get("failure").asString())
          .isEqualTo("java.lang.IllegalStateException: the audit store is down");
    }
  }

  @Test
  void head_orders_hasNoBodyAndSaysSo() throws Exception {
    try (RunningService service = new RunningService()) {
      RawClient.Answer answer = RawClient.ask(service.base(), "HEAD", "/orders", null);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(service.outcomesOf("/orders").get(0).get("bytesWritten").asLong()).isZero();
    }
  }

  @Test
  void spans_endpointSet_arriveAsProtobufByHttp() throws Exception {
    try (RunningService service = new RunningService()) {
      service.get("/orders/1");
      service.outcomesOf("/orders/1");
      service.stop();

      assertThat(service.receiver().requests())
          .isNotEmpty()
          .containsOnly("POST application/x-protobuf");
      assertThat(service.receiver().bodies())
          .allSatisfy(body -> assertThat(body).isNotEmpty())
          .anySatisfy(
              body ->
                  assertThat(new String(body, StandardCharsets.ISO_8859_1))
                      .contains("order-service", "GET /orders/{id}"));
    }
  }

  @Test
  void spans_noEndpoint_areInTheLog() throws Exception {
    try (Ear ear = new Ear();
        OrderService service = OrderService.start(0)) {
      RawClient.get(service.baseUri(), "/orders/1");

      await()
          .untilAsserted(
              () ->
                  assertThat(ear.heard())
                      .filteredOn(event -> event.getLoggerName().equals("span"))
                      .singleElement()
                      .satisfies(
                          event ->
                              assertThat(event.getFormattedMessage())
                                  .startsWith("SERVER GET /orders/{id} UNSET trace=")
                                  .contains("http.response.status_code=200")));
    }
  }
}
