package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.BaseErrorProneJavaCompiler;
import com.google.errorprone.FileObjects;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.scanner.ScannerSupplier;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles many sources at once, each in a package of its own, with one rule. */
final class MutantCompiler {
  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "-Xmaxerrs",
          "100000",
          "-Xmaxwarns",
          "100000",
          "-XDaddTypeAnnotationsToSymbol=true",
          "-XDcompilePolicy=simple",
          "-XDshould-stop.ifError=FLOW",
          "-XDshould-stop.ifNoError=FLOW");

  private static final Pattern FOLDER = Pattern.compile("^/m(\\d+)/");

  private final Class<? extends BugChecker> rule;

  MutantCompiler(Class<? extends BugChecker> rule) {
    this.rule = rule;
  }

  /** Returns for each mutant what became of it. */
  List<Fate> compile(List<Mutant> mutants) {
    List<String> sources = new ArrayList<>();
    mutants.forEach(mutant -> sources.addAll(mutant.forms()));
    Set<Integer> broken = broken(sources);
    List<Integer> chosen = new ArrayList<>();
    int next = 0;
    for (Mutant mutant : mutants) {
      int from = next;
      next += mutant.forms().size();
      chosen.add(
          IntStream.range(from, next)
              .filter(form -> !broken.contains(form))
              .findFirst()
              .orElse(-1));
    }
    Set<Integer> leftOut =
        IntStream.range(0, sources.size())
            .filter(form -> !chosen.contains(form))
            .boxed()
            .collect(Collectors.toSet());
    Set<Integer> reported = reported(sources, leftOut);
    return chosen.stream()
        .map(
            form ->
                form < 0
                    ? Fate.NOT_COMPILED
                    : reported.contains(form) ? Fate.REPORTED : Fate.SILENT)
        .toList();
  }

  /** Returns which do not compile; again without them, since one error may hide another. */
  private static Set<Integer> broken(List<String> sources) {
    Set<Integer> broken = new HashSet<>();
    while (true) {
      List<Diagnostic<? extends JavaFileObject>> errors =
          run(ToolProvider.getSystemJavaCompiler(), OPTIONS, sources, broken).stream()
              .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
              .toList();
      if (errors.isEmpty()) {
        return broken;
      }
      errors.forEach(error -> broken.add(indexOf(error)));
      assertThat(broken).as("errors elsewhere than in mutants: %s", errors).doesNotContain(-1);
    }
  }

  private Set<Integer> reported(List<String> sources, Set<Integer> leftOut) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-Xep:" + rule.getSimpleName() + ":WARN");
    options.add("-XepOpt:" + Check.FAIL_ON_FAULT);
    Set<Integer> reported = new HashSet<>();
    for (Diagnostic<? extends JavaFileObject> found :
        run(
            new BaseErrorProneJavaCompiler(ScannerSupplier.fromBugCheckerClasses(rule)),
            options,
            sources,
            leftOut)) {
      assertThat(found.getKind()).as("%s", found).isNotEqualTo(Diagnostic.Kind.ERROR);
      if (found.getMessage(null).startsWith("[" + rule.getSimpleName() + "]")) {
        reported.add(indexOf(found));
      }
    }
    return reported;
  }

  private static List<Diagnostic<? extends JavaFileObject>> run(
      JavaCompiler compiler, List<String> options, List<String> sources, Set<Integer> leftOut) {
    List<JavaFileObject> files = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (!leftOut.contains(i)) {
        files.add(
            FileObjects.forSourceLines(
                "m" + i + "/Mutant.java", "package m" + i + "; " + sources.get(i)));
      }
    }
    RightSnippets.stubs()
        .forEach(
            stub ->
                files.add(
                    FileObjects.forSourceLines(
                        "stubs/" + stub.getFileName(), RightSnippets.read(stub))));
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    StringWriter out = new StringWriter();
    compiler.getTask(out, null, found, options, null, files).call();
    assertThat(out.toString()).isEmpty();
    return found.getDiagnostics();
  }

  private static int indexOf(Diagnostic<? extends JavaFileObject> diagnostic) {
    if (diagnostic.getSource() == null) {
      return -1;
    }
    Matcher folder = FOLDER.matcher(diagnostic.getSource().toUri().getPath());
    return folder.find() ? Integer.parseInt(folder.group(1)) : -1;
  }

  enum Fate {
    NOT_COMPILED,
    SILENT,
    REPORTED
  }
}
