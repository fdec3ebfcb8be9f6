package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObjectivesTest {
  private static final Path SHIPPED = Path.of("..", "docs", "slo-rules.yml");

  @Test
  void rules_areTheFileThatIsShipped() throws IOException {
    Path made = Path.of("target", "slo-rules.yml");
    Files.createDirectories(made.getParent());
    Files.writeString(made, Objectives.rules().yaml());

    assertThat(SHIPPED)
        .as("copy jetty-example/target/slo-rules.yml to docs")
        .hasSameTextualContentAs(made);
  }

  @Test
  void slowRelease_breaksItsObjective_andLogSpanAndMeterSayByWhat() throws Exception {
    try (RunningService service = new RunningService()) {
      assertThat(service.get("/ends/slow-release").status()).isEqualTo(200);
      service.outcomesOf("/ends/slow-release");
      String metrics = service.get("/metrics").body();
      service.stop();

      assertThat(metrics.lines().filter(line -> line.startsWith("backstop_slo_events_total{")))
          .anyMatch(
              line ->
                  line.contains("cause=\"cleanup:db.close\"")
                      && line.contains("result=\"bad\"")
                      && line.contains("slo=\"occupancy:/ends/slow-release\"")
                      && line.endsWith(" 1.0"));
      assertThat(service.spansOf("/ends/slow-release").get(0).attributes())
          .containsEntry("backstop.slo.broken", "occupancy:/ends/slow-release")
          .containsEntry("backstop.slo.cause", "cleanup:db.close");
      List<Map<String, Object>> lines =
          service.log().stream()
              .filter(event -> event.getKeyValuePairs() != null)
              .map(
                  event ->
                      event.getKeyValuePairs().stream()
                          .collect(
                              Collectors.toMap(
                                  pair -> pair.key, pair -> pair.value, (first, same) -> same)))
              .filter(line -> "/ends/slow-release".equals(line.get("path")))
              .toList();
      assertThat(lines)
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .containsEntry("backstop.slo.broken", "occupancy:/ends/slow-release")
                      .containsEntry("backstop.slo.cause", "cleanup:db.close"));
    }
  }
}
