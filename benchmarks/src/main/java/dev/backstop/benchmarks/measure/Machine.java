package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that figures come from. */
public final class Machine {
  private static final String MODEL = "model name";

  private Machine() {}

  /** Returns it in one line: processors, JDK, operating system. */
  public static String line() {
    return String.format(
        "%d processors%s, JDK %s (%s), %s %s",
        Runtime.getRuntime().availableProcessors(),
        model(),
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }

  private static String model() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .findFirst()
          .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
          .orElse("");
    } catch (IOException e) {
      return ""; // not Linux
    }
  }
}
