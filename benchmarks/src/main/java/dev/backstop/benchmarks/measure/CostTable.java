package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a comparison found, as a Markdown table and as CSV files. */
public final class CostTable {
  private final String title;
  private final Comparison comparison;

  public CostTable(String title, Comparison comparison) {
    this.title = title;
    this.comparison = comparison;
  }

  /** Prints the table, and before it where and how it was measured. */
  public void print(PrintStream out) {
    Rounds rounds = comparison.rounds();
    out.printf(
        Locale.ROOT,
        "%n%s on %s; %d rounds of %d requests each after %d of warm-up, %d connections, %s; of the"
            + " server's own threads, median [quartiles].%n%n",
        title,
        comparison.machine(),
        rounds.count(),
        rounds.requests(),
        rounds.warmUps(),
        rounds.connections(),
        comparison.processors());
    out.println(
        "| | bytes a request | bytes over bare | CPU us a request | CPU us over bare | CPU, bare ="
            + " 1 |");
    out.println("|---|---:|---:|---:|---:|---:|");
    for (MeasuredServer server : comparison.servers()) {
      Figures figures = comparison.figures(server.variant());
      out.printf(
          "| %s | %s | %s | %s | %s | %s |%n",
          server.variant().title(),
          figures.bytes().format("%.0f"),
          figures.bytesOver().format("%.0f"),
          figures.cpuMicros().format("%.1f"),
          figures.cpuMicrosOver().format("%.1f"),
          figures.cpuRatio().format("%.2f"));
    }
    out.printf(
        Locale.ROOT,
        "%nThe client: %.0f bytes, %.1f us a request, in none of the above.%n",
        comparison.client().bytes(),
        comparison.client().cpuMicros());
  }

  /** Writes {@code rounds.csv}, each round of each server, and {@code medians.csv}. */
  public void write(Path folder) throws IOException {
    List<String> rounds = new ArrayList<>(List.of("variant,round,bytes,cpu_micros"));
    List<String> medians =
        new ArrayList<>(
            List.of("variant,bytes,bytes_over_bare,cpu_micros,cpu_micros_over_bare,cpu_ratio"));
    for (MeasuredServer server : comparison.servers()) {
      String name = '"' + server.variant().title() + '"';
      for (int i = 0; i < server.rounds().size(); i++) {
        Cost.PerRequest round = server.rounds().get(i);
        rounds.add(
            String.format(
                Locale.ROOT, "%s,%d,%.1f,%.3f", name, i, round.bytes(), round.cpuMicros()));
      }
      Figures figures = comparison.figures(server.variant());
      medians.add(
          String.format(
              Locale.ROOT,
              "%s,%.1f,%.1f,%.3f,%.3f,%.4f",
              name,
              figures.bytes().median(),
              figures.bytesOver().median(),
              figures.cpuMicros().median(),
              figures.cpuMicrosOver().median(),
              figures.cpuRatio().median()));
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve("rounds.csv"), rounds);
    Files.write(folder.resolve("medians.csv"), medians);
    System.err.println("written: " + folder.toAbsolutePath());
  }
}
