package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
    run("jdk.jfr: true");
  }

  /** As in a runtime image that jlink made of java.base, where events have no recorder. */
  @Test
  void core_withoutTheModuleOfFlightRecorder_startsAndWorks() throws Exception {
    run("jdk.jfr: false", "--limit-modules", "java.base");
  }

  private static void run(String first, String... options) throws Exception {
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, MinimalApplication.class.getName()));
    Process application = new ProcessBuilder(command).redirectErrorStream(true).start();

    String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines().toList()).as(output).contains(first).last().isEqualTo("OK");
    assertThat(application.exitValue()).isZero();
  }
}
