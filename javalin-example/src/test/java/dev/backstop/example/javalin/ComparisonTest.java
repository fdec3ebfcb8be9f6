package dev.backstop.example.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.javalin.BackstopPlugin;
import dev.backstop.observe.Metrics;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same situations with a request logger, with OpenTelemetry's Java agent, and with Backstop:
 * what each records, beside what the client read. {@code docs/javalin.md} has the table.
 */
class ComparisonTest {
  private static final Path PAGE = Path.of("..", "docs", "javalin.md");
  private static final String BEGIN =
      "<!-- ComparisonTest writes this table: -Dbackstop.write=true -->\n";
  private static final String END = "<!-- end of the table -->\n";

  private static Compared logger;
  private static Compared agent;
  private static Compared backstop;
  private static SimpleMeterRegistry meters;

  @BeforeAll
  static void askEachThree() throws Exception {
    logger = withRequestLogger();
    agent = withAgent();
    meters = new SimpleMeterRegistry();
    backstop = withBackstop(meters);
  }

  @AfterAll
  static void close() {
    meters.close();
  }

  /** What is usually written, and the hook that Javalin's Micrometer plugin uses. */
  private static Compared withRequestLogger() {
    Compared compared = new Compared();
    Javalin app =
        ComparedApp.start(
            config ->
                config.requestLogger.http(
                    (ctx, millis) ->
                        compared.add(
                            new Compared.Entry(
                                ctx.path(),
                                ctx.method().name(),
                                ctx.statusCode(),
                                ctx.endpoints().list().isEmpty() ? null : ctx.endpoint().path,
                                null,
                                null))));
    try {
      compared.askAll(app.port());
    } finally {
      app.stop();
    }
    return compared;
  }

  private static Compared withBackstop(SimpleMeterRegistry meters) {
    Compared compared = new Compared();
    Backstop recording =
        Backstop.builder()
            .use(Metrics.create(meters))
            .onOutcome((outcome, report) -> compared.add(entryOf(outcome)))
            .build();
    Javalin app =
        ComparedApp.start(
            config -> config.registerPlugin(new BackstopPlugin(c -> c.backstop = recording)));
    try {
      compared.askAll(app.port());
      await()
          .until(
              () ->
                  compared.counts().size() == ComparedSituation.values().length + 1
                      && compared.overridesRecorded() == Compared.OVERRIDES);
    } finally {
      app.stop();
    }
    return compared;
  }

  private static Compared.Entry entryOf(Outcome outcome) {
    Throwable error = outcome.error();
    return new Compared.Entry(
        outcome.path(),
        outcome.method(),
        outcome.status(),
        outcome.route(),
        error == null ? null : ErrorClassifier.namedClassOf(error).getSimpleName(),
        outcome.ending() == Ending.COMPLETED ? null : outcome.ending().name());
  }

  /** A JVM of its own with the agent, which prints each batch of spans as a line of OTLP's JSON. */
  private static Compared withAgent() throws Exception {
    Compared compared = new Compared();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + System.getProperty("backstop.agent"),
                "-Dotel.traces.exporter=experimental-otlp/stdout",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-Dotel.resource.providers.enabled=none",
                "-cp",
                System.getProperty("java.class.path"),
                ComparedApp.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      compared.askAll(Integer.parseInt(output.readLine()));
      process.getOutputStream().close(); // it stops, and the agent flushes
      JsonMapper json = new JsonMapper();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("{")) {
          for (JsonNode spans : json.readTree(line).findValues("spans")) {
            spans.forEach(span -> addServerSpan(compared, span));
          }
        }
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return compared;
  }

  private static void addServerSpan(Compared compared, JsonNode span) {
    if (span.path("kind").asInt() != 2) { // SPAN_KIND_SERVER
      return;
    }
    Map<String, String> attributes = attributesOf(span);
    String error = attributes.get("error.type");
    if (error != null && error.matches("[0-9]+")) {
      error = null; // the status, once more
    }
    for (JsonNode event : span.path("events")) {
      error = attributesOf(event).getOrDefault("exception.type", error);
    }
    compared.add(
        new Compared.Entry(
            attributes.get("url.path"),
            attributes.get("http.request.method"),
            Integer.parseInt(attributes.getOrDefault("http.response.status_code", "0")),
            attributes.get("http.route"),
            error == null ? null : simpleName(error),
            null));
  }

  private static @Nullable String simpleName(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  private static Map<String, String> attributesOf(JsonNode node) {
    Map<String, String> attributes = new HashMap<>();
    for (JsonNode attribute : node.path("attributes")) {
      JsonNode value = attribute.path("value");
      value.forEach(plain -> attributes.put(attribute.path("key").asString(), plain.asString()));
    }
    return attributes;
  }

  // What must hold -----------------------------------------------------------------------------

  @Test
  void backstop_everySituation_isOneRecordWithTheStatusOfTheWire() {
    for (ComparedSituation situation : ComparedSituation.values()) {
      assertThat(backstop.of(situation)).as(situation.title()).hasSize(1);
      if (backstop.status(situation) > 0) {
        assertThat(backstop.of(situation).get(0).status())
            .as(situation.title())
            .isEqualTo(backstop.status(situation));
      }
    }
  }

  @Test
  void plainJavalin_bothRuns_clientsReadTheSame() {
    for (ComparedSituation situation : ComparedSituation.values()) {
      assertThat(agent.wireCell(situation))
          .as(situation.title())
          .isEqualTo(logger.wireCell(situation));
    }
  }

  @Test
  void backstop_fiftyUnknownMethods_makeOneMeter() {
    long notFound =
        meters
            .find("http.server.requests")
            .tag("uri", "NOT_FOUND")
            .tag("status", "404")
            .timers()
            .stream()
            .filter(timer -> timer.count() >= Compared.OVERRIDES)
            .count();

    assertThat(backstop.overridesRecorded()).isEqualTo(Compared.OVERRIDES);
    assertThat(notFound).isEqualTo(1);
  }

  @Test
  void backstop_answerOfLessThanAMillisecond_hasADuration() {
    assertThat(
            meters
                .find("http.server.requests")
                .tag("uri", "/ok/{id}")
                .timer()
                .totalTime(TimeUnit.NANOSECONDS))
        .isPositive();
  }

  @Test
  void page_hasTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).as("the marks in " + PAGE).isBetween(BEGIN.length(), end);
    String expected = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("backstop.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("run mvn test -pl javalin-example -am -Dbackstop.write=true")
        .isEqualTo(expected);
  }

  private static String table() {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| situation | the client reads | a request logger | the agent's span"
            + " | with Backstop: the client reads | Backstop |");
    rows.add("|---|---|---|---|---|---|");
    for (ComparedSituation situation : ComparedSituation.values()) {
      rows.add(
          "| "
              + String.join(
                  " | ",
                  situation.title(),
                  logger.wireCell(situation),
                  logger.cell(situation),
                  agent.cell(situation),
                  backstop.wireCell(situation),
                  backstop.cell(situation))
              + " |");
    }
    rows.add(
        "| %d unknown `X-HTTP-Method-Override`: names of methods | `404` | %d | %d | `404` | %d |"
            .formatted(
                Compared.OVERRIDES,
                logger.overriddenMethods(),
                agent.overriddenMethods(),
                backstop.overriddenMethods()));
    return String.join("\n", rows) + "\n";
  }
}
