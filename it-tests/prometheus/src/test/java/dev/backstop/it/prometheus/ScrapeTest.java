package dev.backstop.it.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.example.OrderService;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The example as it starts for everybody, scraped by a real Prometheus with the shipped rules. */
class ScrapeTest {
  private static final Path RULES = Path.of("..", "..", "docs", "slo-rules.yml");
  private static final String JOB = "order-service";
  private static final String SLOW = "slo=\"occupancy:/ends/slow-release\"";

  @TempDir private Path folder;

  private static RawResponse ask(OrderService service, String target) {
    try (RawHttpClient client = RawHttpClient.connect(service.baseUri().getPort())) {
      return client
          .send("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
          .read("GET");
    }
  }

  private static void ask(OrderService service, String target, int times, int status) {
    for (int i = 0; i < times; i++) {
      assertThat(ask(service, target).status()).isEqualTo(status);
    }
  }

  @Test
  void scrape_whatTheClientAsked_isWhatPrometheusKnows() throws Exception {
    try (OrderService service = OrderService.start(0);
        RunningPrometheus prometheus =
            new RunningPrometheus(folder, service.baseUri(), JOB, RULES)) {
      ask(service, "/orders/1", 7, 200);
      ask(service, "/orders/999", 3, 404);
      ask(service, "/ends/exception", 2, 500);
      ask(service, "/nothing", 1, 404);
      ask(service, "/ends/slow-release", 3, 200);

      await()
          .atMost(RunningPrometheus.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(prometheus.value("up{job=\"" + JOB + "\"}")).isOne();
                assertThat(requests(prometheus, "uri=\"/orders/{id}\",status=\"200\""))
                    .isEqualTo(7);
                assertThat(requests(prometheus, "uri=\"/orders/{id}\",status=\"404\""))
                    .isEqualTo(3);
                assertThat(requests(prometheus, "uri=\"/ends/exception\",status=\"500\""))
                    .isEqualTo(2);
                assertThat(requests(prometheus, "uri=\"NOT_FOUND\",status=\"404\"")).isOne();
                assertThat(events(prometheus, SLOW + ",result=\"bad\",cause=\"cleanup:db.close\""))
                    .isEqualTo(3);
                assertThat(events(prometheus, "slo=\"latency:/orders/{id}\",result=\"good\""))
                    .isEqualTo(10);
                assertThat(
                        events(
                            prometheus,
                            "slo=\"errors:*\",result=\"bad\",cause=\"error:IllegalStateException\""))
                    .isEqualTo(2);
              });
      rulesFireForTheBrokenObjectiveAlone(service, prometheus);
    }
  }

  private static double requests(RunningPrometheus prometheus, String labels) {
    return prometheus.value("sum(http_server_requests_seconds_count{" + labels + "})");
  }

  private static double events(RunningPrometheus prometheus, String labels) {
    return prometheus.value("sum(backstop_slo_events_total{" + labels + "})");
  }

  private static void rulesFireForTheBrokenObjectiveAlone(
      OrderService service, RunningPrometheus prometheus) {
    await()
        .atMost(RunningPrometheus.PATIENCE)
        .untilAsserted(
            () -> {
              ask(service, "/ends/slow-release", 1, 200); // each of them breaks it
              ask(service, "/orders/1", 1, 200);
              assertThat(prometheus.value("backstop:slo_bad:ratio_rate5m{" + SLOW + "}")).isOne();
              assertThat(
                      prometheus.value(
                          "backstop:slo_bad:ratio_rate5m{slo=\"latency:/orders/{id}\"}"))
                  .isZero();
              assertThat(firing(prometheus))
                  .contains("occupancy:/ends/slow-release 1h page")
                  .noneMatch(alert -> alert.startsWith("latency:"));
            });
    List<String> unhealthy = new ArrayList<>();
    int rules = 0;
    for (JsonNode group : prometheus.api("rules").get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        rules++;
        if (!rule.get("health").asString().equals("ok")) {
          unhealthy.add(rule.toString());
        }
      }
    }
    assertThat(rules).isEqualTo(4 * 12);
    assertThat(unhealthy).isEmpty();
  }

  private static List<String> firing(RunningPrometheus prometheus) {
    List<String> firing = new ArrayList<>();
    for (JsonNode alert : prometheus.api("alerts").get("alerts")) {
      JsonNode labels = alert.get("labels");
      assertThat(labels.get("alertname").asString()).isEqualTo("BackstopSloBudgetBurn");
      if (alert.get("state").asString().equals("firing")) {
        firing.add(
            labels.get("slo").asString()
                + " "
                + labels.get("long_window").asString()
                + " "
                + labels.get("severity").asString());
      }
    }
    return firing;
  }

  private static String metricsOf(OrderService service) {
    return new String(ask(service, "/metrics").body(), StandardCharsets.UTF_8);
  }

  /** As {@code promtool} reads it: names, units, help, and that nothing is there twice. */
  @Test
  void metrics_ofTheExample_areCleanForPromtool() throws Exception {
    Tool promtool = Tool.of("promtool");
    Path scrape = folder.resolve("metrics.txt");
    try (OrderService service = OrderService.start(0)) {
      for (String target :
          List.of("/orders", "/ends/exception", "/ends/failing-cleanup", "/ends/slow-release")) {
        ask(service, target);
      }
      String metrics =
          await() // what is counted at the end is there a moment after the answer
              .until(
                  () -> metricsOf(service),
                  text ->
                      text.contains("backstop_cleanup_failures_total{")
                          && text.contains("cause=\"cleanup:db.close\""));
      Files.writeString(scrape, metrics);
    }

    Tool.Result result = promtool.run(scrape, "check", "metrics");

    assertThat(result.output()).isEmpty();
    assertThat(result.exit()).isZero();
  }
}
