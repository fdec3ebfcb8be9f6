package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.outcome.ErrorClassifier;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the adapter needs, and what of a stack is its own. */
class KafkaClassPathTest {
  @Test
  void withoutOpenTelemetryMicrometerAndServletApi_itConsumes() throws Exception {
    try (Site site = new Site("minimal", 1)) {
      site.send("a");
      String needed =
          Stream.of(
                  System.getProperty(
                          "surefire.test.class.path", System.getProperty("java.class.path"))
                      .split(File.pathSeparator, -1))
              .filter(
                  entry ->
                      entry.endsWith("classes")
                          || entry.matches(
                              ".*/(backstop-middleware-core|kafka-clients|slf4j-api|jspecify|lz4|snappy)[^/]*"))
              .collect(Collectors.joining(File.pathSeparator));
      assertThat(needed).contains("kafka-clients").doesNotContain("opentelemetry", "micrometer");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  needed,
                  MinimalConsumer.class.getName(),
                  site.broker.bootstrapServers(),
                  site.topic)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(said).contains(site.topic + "/0/0", "STOPPED").doesNotContain("NoClassDef");
      assertThat(site.committed()).isEqualTo(1);
    }
  }

  /** Whoever adds a class that can stand on the stack of a handler learns it here. */
  @Test
  void isApplication_everyClassOfTheAdapter_no() throws Exception {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/backstop/kafka"))) {
      List<String> names =
          sources
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.equals("package-info.java"))
              .map(name -> "dev.backstop.kafka." + name.substring(0, name.length() - 5))
              .toList();
      assertThat(names).contains("dev.backstop.kafka.Attempts");
      assertThat(names).noneMatch(ErrorClassifier::isApplication);
      assertThat(ErrorClassifier.isApplication("dev.backstop.kafka.KafkaClassPathTest")).isTrue();
    }
  }
}
