package dev.backstop.benchmarks.growth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.benchmarks.measure.Machine;
import dev.backstop.benchmarks.plot.Plots;
import dev.backstop.benchmarks.plot.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.server.Server;
import org.slf4j.LoggerFactory;

/**
 * Measures how the cost grows with each of some things, prints a table of each, and writes it as
 * CSV and as a chart. What lies in {@code docs/benchmarks} the build draws again.
 *
 * <p>Bytes and CPU time are of the server's threads alone. Bytes are stable; CPU time is worth no
 * more than its ratio within one curve.
 */
final class Growth {
  private static final List<Curve> CURVES =
      List.of(
          new RegistryCurve(),
          new CleanupCurve(),
          new OpenCurve(),
          new RouteCurve(),
          new TenantCurve(),
          new ThreadCurve());

  private Growth() {}

  /**
   * Measures. The system property {@code quick} makes it a matter of a minute, and {@code
   * growth.folder} is where the CSV files go.
   *
   * @param names of the curves; none for all
   */
  public static void main(String... names)
      throws IOException, InterruptedException, ExecutionException {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    String quick = System.getProperty("quick", "false");
    Effort effort = new Effort(quick.isEmpty() || quick.equals("true"));
    Path folder = Files.createDirectories(Path.of(System.getProperty("growth.folder", "growth")));
    String machine = Machine.line() + ", Jetty " + Server.getVersion();
    for (Curve curve : named(List.of(names))) {
      Table table = curve.measure(effort).under(machine);
      Files.writeString(folder.resolve("growth-" + curve.name() + ".csv"), table.csv());
      System.out.println(table.markdown());
    }
    Plots.main(folder.toString());
    System.err.println("written to " + folder.toAbsolutePath());
  }

  private static List<Curve> named(List<String> names) {
    List<String> known = CURVES.stream().map(Curve::name).toList();
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException("curves " + names + ": expected some of " + known);
    }
    return CURVES.stream().filter(c -> names.isEmpty() || names.contains(c.name())).toList();
  }
}
