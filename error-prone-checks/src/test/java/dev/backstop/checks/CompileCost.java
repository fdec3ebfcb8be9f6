package dev.backstop.checks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the checks cost a compilation of core: the CPU time of a whole compiler process beside plain
 * javac and beside Error Prone with its own checks, in one run, rounds interleaved.
 *
 * <p>{@code mvn -q -pl error-prone-checks test-compile exec:exec@cost}
 */
final class CompileCost {
  private static final Path CORE = Path.of("../middleware-core/src/main/java");
  private static final int ROUNDS = 5;

  /** Ways to compile the same sources; what is asked of Error Prone. */
  private enum Way {
    PLAIN_JAVAC("plain javac", ""),
    BACKSTOP("with Backstop's checks alone", "-XepDisableAllChecks " + everyRuleOn()),
    ERROR_PRONE("with Error Prone's own checks", "-XepAllErrorsAsWarnings"),
    BOTH("with both", "-XepAllErrorsAsWarnings " + everyRuleOn());

    private final String told;
    private final String flags;

    Way(String told, String flags) {
      this.told = told;
      this.flags = flags;
    }
  }

  private CompileCost() {}

  /** Measures, or, given the name of a way, compiles once and prints the milliseconds of CPU. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      System.out.println(compile(Way.valueOf(arguments[0])));
      return;
    }
    Map<Way, List<Long>> millis = new EnumMap<>(Way.class);
    for (int round = 1; round <= ROUNDS; round++) {
      System.out.printf(Locale.ROOT, "round %d of %d%n", round, ROUNDS);
      for (Way way : Way.values()) {
        millis.computeIfAbsent(way, ignored -> new ArrayList<>()).add(inAProcessOfItsOwn(way));
      }
    }
    long plain = median(millis.get(Way.PLAIN_JAVAC));
    for (Way way : Way.values()) {
      long median = median(millis.get(way));
      System.out.printf(
          Locale.ROOT, "%6d ms  %.2f  %s%n", median, (double) median / plain, way.told);
    }
  }

  private static long inAProcessOfItsOwn(Way way) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), CompileCost.class.getName(), way.name()));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try (BufferedReader told =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return Long.parseLong(told.readLine());
    }
  }

  private static long compile(Way way) throws IOException {
    Path classes = Files.createTempDirectory(Path.of("target"), "cost");
    List<String> options =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-proc:none", "-nowarn", "-XDcompilePolicy=simple"));
    if (!way.flags.isEmpty()) {
      options.addAll(
          List.of(
              "--should-stop=ifError=FLOW",
              "-processorpath",
              System.getProperty("java.class.path"),
              "-Xplugin:ErrorProne " + way.flags));
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> files = Files.walk(CORE);
        StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      boolean compiled =
          javac
              .getTask(
                  null,
                  manager,
                  ignored -> {},
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new IllegalStateException("core does not compile " + way.told);
      }
    }
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1_000_000;
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String everyRuleOn() {
    return RulesTest.rules().stream()
        .map(rule -> "-Xep:" + rule.getSimpleName() + ":WARN")
        .collect(Collectors.joining(" "));
  }
}
