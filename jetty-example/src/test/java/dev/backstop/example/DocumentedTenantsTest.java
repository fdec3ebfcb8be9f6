package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of tenants in docs/example.md: each record agrees with it. */
class DocumentedTenantsTest {
  private static final Path TABLE = Path.of("..", "docs", "example.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  // By the last 56 bits of the trace id: the one is metered at any rate, the other at 1 alone.
  private static final String TAKEN = "4bf92f3577b34da6a3ffffffffffffff";
  private static final String LEFT_OUT = "4bf92f3577b34da6a300000000000000";

  /** A row; the header without its line end, "" where there is none; null for nothing. */
  record Row(String header, String name, List<String> tags) {
    String rate() {
      return tags.isEmpty() ? null : tags.get(2);
    }

    String headers(String traceId) {
      return (header.isEmpty() ? "" : header + "\r\n")
          + "traceparent: 00-"
          + traceId
          + "-00f067aa0ba902b7-01\r\n";
    }
  }

  static Stream<Row> rows() throws IOException {
    List<String> lines = Files.readAllLines(TABLE);
    int start =
        lines.indexOf("| who asks | with the header | log line and span say | `/metrics` says |");
    return lines.stream()
        .skip(start + 2L)
        .takeWhile(line -> line.startsWith("|"))
        .map(DocumentedTenantsTest::parse);
  }

  private static Row parse(String line) {
    String[] cells = line.split("\\|", -1);
    List<String> names = codes(cells[3]);
    return new Row(
        String.join("", codes(cells[2])), names.isEmpty() ? null : names.get(0), codes(cells[4]));
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map((MatchResult result) -> result.group(1)).toList();
  }

  @Test
  void table_hasItsRows() throws Exception {
    assertThat(rows()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void ask_documentedTenant_logSpanAndMetersAgreeWithTheTable(Row row) throws Exception {
    try (RunningService service = new RunningService()) {
      RawClient.ask(service.base(), "GET", "/orders", row.headers(TAKEN), null);
      RawClient.ask(service.base(), "GET", "/orders", row.headers(LEFT_OUT), null);
      await().until(() -> service.outcomesOf("/orders").size() == 2);
      List<String> meters =
          service
              .get("/metrics")
              .body()
              .lines()
              .filter(line -> line.startsWith("backstop_tenant_requests_seconds_count"))
              .toList();
      boolean elsewhere =
          service.service().testMeters().find("backstop.tenant.requests").timers().stream()
              .anyMatch(timer -> timer.count() == 2);
      service.stop();

      assertThat(service.spansOf("/orders"))
          .hasSize(2)
          .allSatisfy(
              span -> assertThat(span.attributes().get("backstop.tenant")).isEqualTo(row.name()));
      assertThat(service.log().stream().filter(DocumentedTenantsTest::isOfOrders))
          .hasSize(2)
          .allSatisfy(event -> assertThat(tenantOf(event)).isEqualTo(row.name()));
      assertMeters(meters, elsewhere, row);
    }
  }

  private static void assertMeters(List<String> meters, boolean elsewhere, Row row) {
    // What asked for /outcomes and /metrics sent no header.
    List<String> ofRow =
        meters.stream()
            .filter(line -> row.header().isEmpty() || !line.contains("tenant=\"none\""))
            .toList();
    assertThat(elsewhere).isEqualTo(row.tags().isEmpty());
    if (row.tags().isEmpty()) {
      assertThat(ofRow).isEmpty();
      return;
    }
    assertThat(ofRow).hasSize(1).allSatisfy(line -> assertThat(line).contains(row.tags()));
    if (!row.header().isEmpty()) {
      assertThat(ofRow.get(0)).endsWith(row.rate().contains("0.1") ? "} 1" : "} 2");
    }
  }

  private static boolean isOfOrders(ILoggingEvent event) {
    return valueOf(event, "path") != null && valueOf(event, "path").equals("/orders");
  }

  private static String tenantOf(ILoggingEvent event) {
    return valueOf(event, "tenant");
  }

  private static String valueOf(ILoggingEvent event, String key) {
    return event.getKeyValuePairs() == null
        ? null
        : event.getKeyValuePairs().stream()
            .filter(pair -> pair.key.equals(key))
            .map(pair -> String.valueOf(pair.value))
            .findFirst()
            .orElse(null);
  }
}
