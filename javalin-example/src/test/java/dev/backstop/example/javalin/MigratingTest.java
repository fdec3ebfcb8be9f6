package dev.backstop.example.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.harness.RawHttpClient;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table for Javalin in {@code docs/migrating.md}: the same requests, timed by both. */
class MigratingTest {
  private static final Path PAGE = Path.of("..", "docs", "migrating.md");
  private static final String BEGIN = "<!-- measured: javalin -->\n";
  private static final String END = "<!-- end of javalin -->";
  private static final List<String> ASKED =
      List.of(
          "/ok/1",
          "/mapped",
          "/unmapped",
          "/nowhere",
          "/timeout",
          "/skipped/1",
          "/stream",
          "/logger-throws");

  /** What the client read, and the timers that grew. */
  private record Counted(int wire, String cell) {}

  @Test
  void page_hasWhatBothTimed() throws IOException {
    Map<String, Counted> then = play(FromMicrometer::before);
    Map<String, Counted> now = play(FromMicrometer::after);
    StringBuilder table = new StringBuilder(BEGIN);
    table.append("| `GET` | the client reads, before | before | after | the client reads |\n");
    table.append("|---|---|---|---|---|\n");
    for (String path : ASKED) {
      Counted old = then.get(path);
      Counted fresh = now.get(path);
      assertThat(fresh.cell()).as(path).contains("status=" + fresh.wire());
      table.append(
          "| `%s` | %d | %s | %s | %d |%n"
              .formatted(path, old.wire(), old.cell(), fresh.cell(), fresh.wire()));
    }
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    assertThat(from).as("the marks in " + PAGE).isNotNegative().isLessThan(to);
    String expected = page.substring(0, from) + table + page.substring(to);
    if (Boolean.getBoolean("backstop.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("run mvn test -pl javalin-example -am -Dtest=MigratingTest -Dbackstop.write=true")
        .isEqualTo(expected);
  }

  private static Map<String, Counted> play(BiConsumer<JavalinConfig, SimpleMeterRegistry> install) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Javalin app = ComparedApp.start(config -> install.accept(config, meters));
    Map<String, Counted> counted = new LinkedHashMap<>();
    try {
      for (String path : ASKED) {
        Map<String, Long> before = counts(meters);
        int wire = ask(app.port(), path);
        // Some are timed after the last byte, and one by nobody before.
        await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> counts(meters), new Unchanged()::test);
        counted.put(path, new Counted(wire, since(before, counts(meters))));
      }
    } finally {
      app.stop();
    }
    return counted;
  }

  private static final class Unchanged {
    private Map<String, Long> last = Map.of();
    private boolean looked;

    boolean test(Map<String, Long> now) {
      boolean same = looked && now.equals(last);
      looked = true;
      last = now;
      return same;
    }
  }

  private static int ask(int port, String path) {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      return client.read("GET").status();
    }
  }

  private static Map<String, Long> counts(SimpleMeterRegistry meters) {
    Map<String, Long> counts = new TreeMap<>();
    for (Timer timer : meters.find("http.server.requests").timers()) {
      counts.put(
          timer.getId().getTags().stream()
              .map((Tag tag) -> tag.getKey() + "=" + tag.getValue())
              .collect(Collectors.joining(", ")),
          timer.count());
    }
    return counts;
  }

  private static String since(Map<String, Long> before, Map<String, Long> now) {
    String grown =
        now.entrySet().stream()
            .filter(timer -> timer.getValue() > before.getOrDefault(timer.getKey(), 0L))
            .map(timer -> "`" + timer.getKey() + "`")
            .collect(Collectors.joining("<br>"));
    return grown.isEmpty() ? "nothing" : grown;
  }
}
