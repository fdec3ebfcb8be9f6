package dev.backstop.checks;

import com.google.errorprone.BugPattern.SeverityLevel;
import com.google.errorprone.DescriptionListener;
import com.google.errorprone.ErrorProneOptions;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.matchers.Suppressible;
import com.google.errorprone.scanner.ErrorProneScanner;
import com.google.errorprone.scanner.ErrorProneScannerTransformer;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.api.JavacTaskImpl;
import com.sun.tools.javac.api.JavacTool;
import com.sun.tools.javac.comp.AttrContext;
import com.sun.tools.javac.comp.Env;
import com.sun.tools.javac.main.JavaCompiler;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.util.Context;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/**
 * The sources of a library, checked as far as they can be understood: what its class path does not
 * have stays unresolved, and the checks see the rest. Error Prone itself would not begin.
 */
final class SourceTree {
  /** What a file must speak of for any check to have something to say; the others are only read. */
  private static final Pattern MATTERS =
      Pattern.compile(
          "servlet|Span|Scope|Observation|Timer|MDC|ThreadContext|ThreadLocal|Executor|rollback"
              + "|setAutoCommit|finally|backstop");

  private final String library;
  private final List<Source> sources;

  private SourceTree(String library, List<Source> sources) {
    this.library = library;
    this.sources = sources;
  }

  /** Reads a jar of sources, whose name without {@code -sources.jar} is the library's. */
  static SourceTree of(Path jar) throws IOException {
    String library = jar.getFileName().toString().replaceFirst("(-sources)?\\.jar$", "");
    List<Source> sources = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(SourceTree::isSource).toList()) {
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        sources.add(new Source(entry.getName(), text));
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(jar + " has no Java sources");
    }
    return new SourceTree(library, sources);
  }

  private static boolean isSource(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(".java")
        && !name.endsWith("module-info.java")
        && !name.startsWith("META-INF/");
  }

  /** Applies all checks of this module to every file. */
  Checking check(List<Path> classPath) throws IOException {
    return check(
        classPath,
        ServiceLoader.load(BugChecker.class).stream()
            .filter(check -> check.type().getPackage().equals(Check.class.getPackage()))
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** Applies these checks to every file. */
  Checking check(List<Path> classPath, List<BugChecker> rules) throws IOException {
    AtomicInteger unresolved = new AtomicInteger();
    JavacTaskImpl task =
        (JavacTaskImpl)
            JavacTool.create()
                .getTask(
                    null,
                    null,
                    diagnostic -> {
                      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                        unresolved.incrementAndGet();
                      }
                    },
                    List.of(
                        "-proc:none",
                        "-nowarn",
                        "-Xmaxerrs",
                        "100000",
                        "-XDcompilePolicy=simple",
                        "--should-stop=ifError=FLOW",
                        "-XDaddTypeAnnotationsToSymbol=true",
                        "-classpath",
                        classPath.stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator))),
                    null,
                    sources);
    List<CompilationUnitTree> files = new ArrayList<>();
    for (CompilationUnitTree file : task.parse()) {
      if (MATTERS.matcher(file.getSourceFile().getCharContent(true)).find()) {
        files.add(file);
      }
    }
    task.enter();
    Set<CompilationUnitTree> failed = attribute(files, task.getContext());
    files.removeAll(failed);
    Unresolved unresolvedCalls = new Unresolved(task.getContext());
    files.forEach(file -> ((JCTree) file).accept(unresolvedCalls));

    ErrorProneOptions options =
        ErrorProneOptions.processArgs(List.of("-XepOpt:" + Check.FAIL_ON_FAULT));
    Context context = task.getContext();
    context.put(ErrorProneOptions.class, options);
    List<Finding> findings = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    ErrorProneScannerTransformer checks =
        ErrorProneScannerTransformer.create(new Scanner(rules, library, faults));
    for (CompilationUnitTree file : files) {
      DescriptionListener listener = found -> findings.add(finding(file, found));
      checks.apply(new TreePath(file), context, listener);
    }
    return new Checking(library, files.size(), failed.size(), unresolved.get(), findings, faults);
  }

  /**
   * Attributes class by class, so that one which javac itself fails at, as it does at some that are
   * not resolved, is not the end of the rest. Returns the files of those.
   */
  private static Set<CompilationUnitTree> attribute(
      List<CompilationUnitTree> files, Context context) {
    JavaCompiler javac = JavaCompiler.instance(context);
    Set<CompilationUnitTree> wanted = new HashSet<>(files);
    Set<CompilationUnitTree> failed = new HashSet<>();
    while (!javac.todo.isEmpty()) {
      Env<AttrContext> type = javac.todo.remove();
      if (!wanted.contains(type.toplevel)) {
        continue;
      }
      try {
        javac.flow(javac.attribute(type));
      } catch (RuntimeException | AssertionError e) {
        failed.add(type.toplevel);
      }
    }
    return failed;
  }

  private Finding finding(CompilationUnitTree file, Description found) {
    return new Finding(
        library,
        nameOf(found.severity()),
        found.checkName,
        pathOf(file),
        file.getLineMap().getLineNumber(found.position.getPreferredPosition()),
        found.getRawMessage().replaceAll("\\s+", " "));
  }

  private static String nameOf(SeverityLevel severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static String pathOf(CompilationUnitTree file) {
    return file.getSourceFile().toUri().getPath().substring(1);
  }

  /**
   * What came of a library.
   *
   * @param skipped files at which javac failed
   * @param unresolved how often javac did not understand the sources
   * @param faults each time that a check failed; none in a check that is right
   */
  record Checking(
      String library,
      int files,
      int skipped,
      int unresolved,
      List<Finding> findings,
      List<String> faults) {
    Checking {
      findings = findings.stream().distinct().toList();
      faults = List.copyOf(faults);
    }
  }

  /** Error Prone's, but a check that fails is told, and the others go on. */
  private static final class Scanner extends ErrorProneScanner {
    private final String library;
    private final List<String> faults;

    Scanner(List<BugChecker> rules, String library, List<String> faults) {
      super(rules);
      this.library = library;
      this.faults = faults;
    }

    @Override
    protected void handleError(Suppressible check, Throwable fault) {
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      String at = cause.getStackTrace().length == 0 ? "" : " at " + cause.getStackTrace()[0];
      CompilationUnitTree file = getCurrentPath().getCompilationUnit();
      faults.add(
          library + " fault " + check.canonicalName() + " " + pathOf(file) + " " + cause + at);
    }
  }

  /** A file of the jar. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("sources:/" + path), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
