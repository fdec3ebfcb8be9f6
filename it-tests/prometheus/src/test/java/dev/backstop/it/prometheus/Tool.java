package dev.backstop.it.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of Prometheus, as Debian's package {@code prometheus} installs it. */
record Tool(Path program) {
  /**
   * Finds one on the PATH. Without it the test is skipped, and says so, unless {@code
   * -Dbackstop.prometheus.required=true} or {@code BACKSTOP_PROMETHEUS=required} asks for it.
   */
  static Tool of(String name) {
    List<Path> found = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        found.add(candidate);
      }
    }
    String missing =
        "'"
            + name
            + "' is not on the PATH, so nothing was shown to a real Prometheus: install it, as in"
            + " apt-get install --no-install-recommends prometheus";
    if (isRequired()) {
      assertThat(found).as(missing).isNotEmpty();
    }
    assumeTrue(!found.isEmpty(), missing);
    return new Tool(found.get(0));
  }

  private static boolean isRequired() {
    return Boolean.getBoolean("backstop.prometheus.required")
        || "required".equals(System.getenv("BACKSTOP_PROMETHEUS"));
  }

  /** What it said, and its exit code. */
  record Result(int exit, String output) {}

  /** Runs it to its end, with a file as its input. */
  Result run(Path input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("promtool", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end within 60 seconds");
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    return new Result(process.exitValue(), said);
  }
}
