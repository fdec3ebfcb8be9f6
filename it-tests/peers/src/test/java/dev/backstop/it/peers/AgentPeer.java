package dev.backstop.it.peers;

import jakarta.servlet.ServletContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenTelemetry's Java agent in a JVM of its own, which prints its server spans as lines of OTLP's
 * JSON.
 */
final class AgentPeer implements Peer {
  private static final Pattern CAUSE = Pattern.compile("(?m)^Caused by: ([\\w.$]+)");

  // Its clock and ours are read at different moments, in microseconds.
  private static final long CLOCKS_DIFFER_NANOS = 100_000;

  private static final String SPAN_KIND_SERVER = "2";

  private final Records records = new Records();
  private final Map<String, List<Played>> played = new LinkedHashMap<>();

  /** Runs the JVM, and returns a row for each situation. */
  List<Row> rows(String instrument, String container) throws Exception {
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
                WatchedJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      read(output);
    } finally {
      process.destroyForcibly();
    }
    List<Row> rows = new ArrayList<>();
    played.forEach(
        (situation, exchanges) ->
            rows.add(
                Row.of(
                    instrument,
                    container,
                    situation,
                    this,
                    exchanges.stream().sorted(Measurement.BY_NUMBER).toList())));
    return rows;
  }

  private void read(BufferedReader output) throws IOException {
    JsonMapper json = new JsonMapper();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(WatchedJvm.MARK)) {
        String[] words = line.split(" ", -1);
        played
            .computeIfAbsent(words[1], ignored -> new ArrayList<>())
            .add(
                new Played(
                    words[2],
                    Integer.parseInt(words[3]),
                    words[4].equals("null") ? null : words[4],
                    Long.parseLong(words[5]) - CLOCKS_DIFFER_NANOS));
      } else if (line.startsWith("{")) {
        for (JsonNode spans : json.readTree(line).findValues("spans")) {
          spans.forEach(this::add);
        }
      }
    }
  }

  private void add(JsonNode span) {
    if (!span.path("kind").asString().equals(SPAN_KIND_SERVER)) {
      return;
    }
    Map<String, String> attributes = attributesOf(span);
    Set<String> errors = new LinkedHashSet<>();
    for (JsonNode event : span.path("events")) {
      Map<String, String> exception = attributesOf(event);
      errors.add(simpleName(exception.getOrDefault("exception.type", "")));
      Matcher causes = CAUSE.matcher(exception.getOrDefault("exception.stacktrace", ""));
      while (causes.find()) {
        errors.add(simpleName(causes.group(1)));
      }
    }
    errors.add(simpleName(attributes.getOrDefault("error.type", "")));
    records.add(
        attributes.getOrDefault("url.path", ""),
        new Told(
            Integer.parseInt(attributes.getOrDefault("http.response.status_code", "0")),
            errors,
            Long.parseLong(span.path("endTimeUnixNano").asString())));
  }

  private static String simpleName(String type) {
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

  @Override
  public void install(ServletContext context) {
    // The agent is in another JVM.
  }

  @Override
  public List<Told> told(String path) {
    return records.of(path);
  }
}
