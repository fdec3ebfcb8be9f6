package dev.backstop.benchmarks.javalin;

import dev.backstop.benchmarks.measure.Comparison;
import dev.backstop.benchmarks.measure.CostTable;
import dev.backstop.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a Javalin for each variant in this JVM, asks them in turn over many short rounds, and
 * prints what a request costs each beside the bare one of the same round: bytes, which are stable,
 * and CPU time, whose ratio is worth more than its microseconds where the machine has other work.
 *
 * <p>Both are of the server's threads alone; the collector's and the compiler's work is in neither.
 */
final class JavalinOverhead {
  private static final Rounds ROUNDS = new Rounds(8, 15, 25, 1_000);

  private JavalinOverhead() {}

  /**
   * Measures.
   *
   * @param names of the variants, in small letters; none for the usual ones
   */
  public static void main(String... names) throws Exception {
    Comparison comparison =
        Comparison.run(JavalinVariant.named(List.of(names)), ROUNDS.orProperties("overhead"));
    CostTable table = new CostTable("Javalin", comparison);
    table.print(System.out);
    table.write(Path.of("javalin"));
  }
}
