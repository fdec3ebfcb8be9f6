package dev.backstop.benchmarks.server;

import dev.backstop.benchmarks.measure.Comparison;
import dev.backstop.benchmarks.measure.CostTable;
import dev.backstop.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Server;

/**
 * Starts a Jetty for each variant in this JVM, asks them in turn over many short rounds, and prints
 * what a request costs each beside the bare one of the same round, and what that says of the goals.
 */
public final class ServerComparison {
  private static final Rounds LONG = new Rounds(8, 100, 151, 400);
  private static final Rounds QUICK = new Rounds(8, 50, 41, 400);

  private ServerComparison() {}

  /**
   * Measures.
   *
   * @param names of the variants, in small letters; none for all
   */
  public static void main(String... names) throws Exception {
    Rounds rounds = Boolean.getBoolean("quick") ? QUICK : LONG;
    Comparison comparison =
        Comparison.run(ServerVariant.named(List.of(names)), rounds.orProperties("server"));
    CostTable table = new CostTable("Jetty " + Server.getVersion() + " (EE 11)", comparison);
    table.print(System.out);
    if (names.length == 0) {
      new Goals(comparison).print(System.out);
    }
    table.write(Path.of("server"));
  }
}
