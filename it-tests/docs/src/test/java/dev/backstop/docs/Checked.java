package dev.backstop.docs;

import com.google.errorprone.bugpatterns.BugChecker;
import dev.backstop.checks.StatusReadInFinally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources compiled with all of Backstop's checks, and with no other. */
final class Checked {
  private static final Pattern MESSAGE = Pattern.compile("^\\[(\\w+)\\] ");

  private final List<Diagnostic<? extends JavaFileObject>> diagnostics;

  private Checked(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * Compiles the sources, with the class path of this test.
   *
   * @throws IllegalStateException where they do not compile
   */
  static Checked of(Collection<Path> sources) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(collector, Locale.ROOT, null)) {
      String classPath = System.getProperty("java.class.path");
      List<String> options =
          List.of(
              "-proc:none",
              "-implicit:none",
              "-Xmaxwarns",
              "10000",
              "-XDcompilePolicy=simple",
              "--should-stop=ifError=FLOW",
              "-XDaddTypeAnnotationsToSymbol=true",
              "-d",
              Files.createDirectories(Path.of("target/checked")).toString(),
              "-classpath",
              classPath,
              "-processorpath",
              classPath,
              "-Xplugin:ErrorProne -XepDisableAllChecks " + asWarnings());
      boolean compiled =
          javac
              .getTask(
                  null, files, collector, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      List<Diagnostic<? extends JavaFileObject>> errors =
          new ArrayList<>(collector.getDiagnostics());
      errors.removeIf(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.ERROR);
      if (!compiled || !errors.isEmpty()) {
        throw new IllegalStateException("the samples do not compile: " + errors);
      }
      return new Checked(collector.getDiagnostics());
    }
  }

  private static String asWarnings() {
    return ServiceLoader.load(BugChecker.class).stream()
        .map(ServiceLoader.Provider::type)
        .filter(type -> type.getPackage().equals(StatusReadInFinally.class.getPackage()))
        .map(type -> "-Xep:" + type.getSimpleName() + ":WARN")
        .collect(Collectors.joining(" "));
  }

  /** Returns the checks that found something in a region. */
  Set<String> findings(Region region) {
    Set<String> found = new TreeSet<>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics) {
      if (diagnostic.getSource() != null
          && Path.of(diagnostic.getSource().toUri()).endsWith(fileName(region))
          && region.contains(diagnostic.getLineNumber())) {
        Matcher message = MESSAGE.matcher(diagnostic.getMessage(Locale.ROOT));
        if (message.find()) {
          found.add(message.group(1));
        }
      }
    }
    return found;
  }

  private static Path fileName(Region region) {
    return Path.of(region.file()).getFileName();
  }
}
