package dev.backstop.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tracing says what is missing when it is made, not by making no spans. */
class TracingClassPathTest {
  @Test
  void create_withoutTheSemanticConventions_saysWhatToAdd() throws Exception {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("opentelemetry-semconv"))
            .map(TracingClassPathTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader application =
        new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> api = application.loadClass(OpenTelemetry.class.getName());
      Method create = application.loadClass(Tracing.class.getName()).getMethod("create", api);
      Object noop = api.getMethod("noop").invoke(null);

      assertThatThrownBy(() -> create.invoke(null, noop))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("io.opentelemetry.semconv:opentelemetry-semconv");
    }
  }

  /** The SDK has its clock; without it the wall clock is taken when a server span starts. */
  @Test
  void end_withoutTheSdk_makesCleanupSpansByTheWallClock() throws Exception {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("opentelemetry-sdk"))
            .collect(Collectors.joining(File.pathSeparator));
    long before = System.currentTimeMillis() * 1_000_000;
    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path,
                ApiOnlyApplication.class.getName())
            .redirectErrorStream(true)
            .start();

    String output = new String(application.getInputStream().readAllBytes(), UTF_8);

    assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
    long after = System.currentTimeMillis() * 1_000_000 + 1_000_000;
    List<String[]> spans =
        output
            .lines()
            .filter(line -> line.contains("SET") || line.contains("ERROR"))
            .map(line -> line.replace("cleanup ", "").split(" ", -1))
            .toList();
    assertThat(spans).as(output).hasSize(3);
    assertThat(spans).extracting(span -> span[0]).containsExactly("first", "second", "GET");
    assertThat(spans).extracting(span -> span[1]).containsExactly("UNSET", "ERROR", "UNSET");
    assertThat(spans).extracting(span -> span[4]).containsExactly("GET", "GET", "");
    long[] times =
        Stream.of(spans.get(2)[2], spans.get(0)[2], spans.get(0)[3])
            .mapToLong(Long::parseLong)
            .toArray();
    assertThat(times[0]).isBetween(before, after);
    assertThat(times[1]).isBetween(times[0], after);
    assertThat(times[2] - times[1]).isGreaterThanOrEqualTo(20_000_000);
    assertThat(Long.parseLong(spans.get(1)[2])).isGreaterThanOrEqualTo(times[2]);
    assertThat(Long.parseLong(spans.get(2)[3]))
        .isGreaterThanOrEqualTo(Long.parseLong(spans.get(1)[3]));
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
