package dev.backstop.checks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints what the checks say of the sources of libraries, which need not compile: {@code library
 * severity rule file:line message}.
 *
 * <pre>{@code
 * mvn -q test-compile exec:exec@source-trees -pl error-prone-checks -Dsources="a-sources.jar b-sources.jar"
 * }</pre>
 */
final class SourceTrees {
  private SourceTrees() {}

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      print(SourceTree.of(Path.of(jar)).check(classPath(List.of())));
    }
  }

  /** Prints a library's findings and faults, and a line that counts them. */
  static void print(SourceTree.Checking checking) {
    checking.findings().forEach(System.out::println);
    checking.faults().forEach(System.out::println);
    System.out.printf(
        "%s: %d files, %d skipped, %d unresolved, %d findings, %d faults%n",
        checking.library(),
        checking.files(),
        checking.skipped(),
        checking.unresolved(),
        checking.findings().size(),
        checking.faults().size());
  }

  /** Returns the class path of the tests and more jars. */
  static List<Path> classPath(List<Path> more) {
    List<Path> path = new ArrayList<>(more);
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .forEach(path::add);
    return path;
  }

  /** Returns the jars of a folder, by name. */
  static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
