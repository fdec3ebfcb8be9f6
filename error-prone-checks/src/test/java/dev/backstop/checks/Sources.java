package dev.backstop.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A library of one file, parts of which the compiler does not know. */
final class Sources {
  private Sources() {}

  /** Packs the source into a jar. */
  static SourceTree of(Path folder, String source) throws IOException {
    Path jar = folder.resolve("library-1.0-sources.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("some/library/Reports.java"));
      zip.write(source.getBytes(UTF_8));
    }
    return SourceTree.of(jar);
  }

  /** Returns what all checks find in the source. */
  static List<?> findings(Path folder, String source) throws IOException {
    SourceTree.Checking checking = of(folder, source).check(SourceTrees.classPath(List.of()));
    if (checking.unresolved() == 0 || !checking.faults().isEmpty()) {
      throw new AssertionError("all is known, or a check failed: " + checking);
    }
    return checking.findings();
  }
}
