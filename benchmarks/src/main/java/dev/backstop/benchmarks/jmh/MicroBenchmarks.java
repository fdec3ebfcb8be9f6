package dev.backstop.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of this package, prints one table, and says which goals are met. With {@code
 * -Dquick} fewer of them, each for a second. CSV in {@code jmh/results.csv}.
 */
public final class MicroBenchmarks {
  // What the goals ask for, and one of each kind beside it.
  private static final List<String> QUICK =
      List.of(
          "RegistryBenchmark\\.(backstop|backstopWithoutClock|tryFinally|arrayDeque|guavaCloser)$",
          "WrapperBenchmark",
          "ExchangeBenchmark",
          "MiddlewareBenchmark");

  private MicroBenchmarks() {}

  /** Takes regular expressions for the names of benchmarks; all of them for none. */
  public static void main(String... names) throws RunnerException, IOException {
    boolean quick = Boolean.getBoolean("quick");
    Path results = Path.of("jmh", "results.csv");
    Files.createDirectories(results.getParent());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.CSV)
            .result(results.toString());
    patterns(quick, List.of(names)).forEach(options::include);
    if (quick) {
      shorten(options);
    }

    Collection<RunResult> runs = new Runner(options.build(), new Progress(System.err)).run();

    Figures figures = new Figures(runs.stream().map(Figure::of).toList());
    System.out.println(head(runs));
    System.out.println();
    System.out.println("| benchmark | parameters | ns/op | B/op |");
    System.out.println("|---|---|---:|---:|");
    figures.all().forEach(figure -> System.out.println(figure.row()));
    System.out.println();
    new RegistryGoals(figures).print(System.out);
    System.err.println("written: " + results.toAbsolutePath());
  }

  private static List<String> patterns(boolean quick, List<String> names) {
    if (!names.isEmpty()) {
      return names;
    }
    String ours = MicroBenchmarks.class.getPackageName().replace(".", "\\.");
    return quick ? QUICK : List.of(ours);
  }

  private static void shorten(ChainedOptionsBuilder options) {
    options
        .param("cleanups", "0", "1", "20")
        .forks(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.milliseconds(250))
        .measurementIterations(4)
        .measurementTime(TimeValue.milliseconds(150));
  }

  private static String head(Collection<RunResult> runs) {
    var one = runs.iterator().next().getParams();
    return Runtime.getRuntime().availableProcessors()
        + " processors, JDK "
        + one.getJdkVersion()
        + " ("
        + one.getVmName()
        + "), "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", JMH "
        + one.getJmhVersion()
        + "; "
        + one.getForks()
        + " forks of "
        + one.getMeasurement().getCount()
        + " × "
        + one.getMeasurement().getTime()
        + " after "
        + one.getWarmup().getCount()
        + " × "
        + one.getWarmup().getTime()
        + "; mean ± 99.9 % confidence";
  }
}
