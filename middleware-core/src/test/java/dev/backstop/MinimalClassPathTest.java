package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Core starts and works with slf4j-api, jspecify and servlet-api alone. */
class MinimalClassPathTest {
  @Test
  void core_withItsThreeDependenciesAlone_startsAndWorks() throws Exception {
    List<Path> jars =
        Stream.of(Logger.class, Nullable.class, Filter.class).map(CoreClasses::folderOf).toList();
    assertThat(jars)
        .extracting(jar -> jar.getFileName().toString().replaceAll("-[0-9.]+\\.jar$", ""))
        .containsExactly("slf4j-api", "jspecify", "jakarta.servlet-api");
    String classPath =
        Stream.concat(
                Stream.of(CoreClasses.folder(), CoreClasses.folderOf(MinimalApplication.class)),
                jars.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                MinimalApplication.class.getName())
            .redirectErrorStream(true)
            .start();

    String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines().toList()).as(output).last().isEqualTo("OK");
    assertThat(application.exitValue()).isZero();
  }
}
