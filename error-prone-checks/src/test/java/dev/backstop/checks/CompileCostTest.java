package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks cost a compilation of core: CPU time beside plain javac, in one run. */
class CompileCostTest {
  private static final Path CORE = Path.of("../middleware-core/src/main/java");
  private static final int WARM_UP = 2;
  private static final int ROUNDS = Boolean.getBoolean("backstop.long") ? 15 : 3;

  private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Compilation, List<Long>> nanos = new EnumMap<>(Compilation.class);

  /** Three ways to compile the same sources; what is asked of Error Prone. */
  private enum Compilation {
    PLAIN_JAVAC(""),
    ERROR_PRONE_WITHOUT_CHECKS("-XepDisableAllChecks"),
    BACKSTOP_CHECKS("-XepDisableAllChecks " + everyRuleOn());

    private final String flags;

    Compilation(String flags) {
      this.flags = flags;
    }
  }

  @Test
  void checks_costLessThanTheCompilation(@TempDir Path classes) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(CORE)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(sources).hasSizeGreaterThan(100);

    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Compilation one : Compilation.values()) {
        long taken = compile(one, sources, classes);
        if (round >= 0) {
          nanos.computeIfAbsent(one, ignored -> new ArrayList<>()).add(taken);
        }
      }
    }

    double plain = medianMillis(Compilation.PLAIN_JAVAC);
    double errorProne = medianMillis(Compilation.ERROR_PRONE_WITHOUT_CHECKS);
    double checked = medianMillis(Compilation.BACKSTOP_CHECKS);
    System.out.printf(
        Locale.ROOT,
        "CPU of compiling core (%d files, medians of %d): javac %.0f ms, with Error Prone and no check"
            + " %.0f ms, with Backstop's %d checks %.0f ms: the checks take %.0f %% of javac%n",
        sources.size(),
        ROUNDS,
        plain,
        errorProne,
        RulesTest.rules().size(),
        checked,
        100 * (checked - errorProne) / plain);
    assertThat(checked - errorProne).isLessThan(plain);
  }

  private long compile(Compilation how, List<Path> sources, Path classes) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-proc:none", "-nowarn", "-XDcompilePolicy=simple"));
    if (!how.flags.isEmpty()) {
      options.addAll(
          List.of(
              "--should-stop=ifError=FLOW",
              "-processorpath",
              System.getProperty("java.class.path"),
              "-Xplugin:ErrorProne " + how.flags));
    }
    StringWriter told = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      JavaCompiler.CompilationTask task =
          javac.getTask(
              told, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
      long began = threads.getCurrentThreadCpuTime();
      boolean compiled = task.call();
      long taken = threads.getCurrentThreadCpuTime() - began;
      assertThat(compiled).as(told.toString()).isTrue();
      return taken;
    }
  }

  private double medianMillis(Compilation how) {
    long[] sorted = nanos.get(how).stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(sorted).as(Arrays.toString(sorted)).hasSize(ROUNDS);
    return sorted[sorted.length / 2] / 1e6;
  }

  private static String everyRuleOn() {
    return RulesTest.rules().stream()
        .map(rule -> "-Xep:" + rule.getSimpleName() + ":WARN")
        .collect(Collectors.joining(" "));
  }
}
