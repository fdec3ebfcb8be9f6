package dev.backstop.benchmarks.jmh;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one cleanup and twenty of them may cost, by the goals of the design, beside the peers. */
final class RegistryGoals {
  private static final String OURS = "backstop";
  private static final int MANY = 20;
  private static final List<String> FORMS =
      List.of(
          OURS,
          "backstopWithoutClock",
          "backstopOfLambdas",
          "backstopTimesEach",
          "guavaCloser",
          "guavaCloserOfLambdas",
          "arrayDeque",
          "tryFinally",
          "tryWithResources",
          "bareCalls");

  private final Figures figures;

  RegistryGoals(Figures figures) {
    this.figures = figures;
  }

  /** Prints a table of the forms that were measured, and the goals that can be judged. */
  void print(PrintStream out) {
    out.println(
        "| form | 20, ns | B | the first, ns | B | each further, ns | B | (20 - 0) / 20, ns | B |");
    out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (String form : FORMS) {
      Figure many = figures.registry(form, MANY);
      if (many != null) {
        out.print("| " + form + cells(many));
        out.println(cells(first(form)) + cells(further(form)) + cells(average(form)) + " |");
      }
    }
    out.println();
    out.println("| goal | at most | figure | |");
    out.println("|---|---:|---:|---|");
    judge(out, "the first cleanup, with what unwinding costs", first(OURS), 10, 32);
    judge(out, "each further cleanup, registered and run", further(OURS), 10, 32);
    judge(out, "20 cleanups with their registry", figures.registry(OURS, MANY), 250, Double.NaN);
  }

  private @Nullable Figure first(String form) {
    return difference(figures.registry(form, 0), figures.registry(form, 1), 1);
  }

  private @Nullable Figure further(String form) {
    return difference(figures.registry(form, 1), figures.registry(form, MANY), MANY - 1);
  }

  private @Nullable Figure average(String form) {
    return difference(figures.registry(form, 0), figures.registry(form, MANY), MANY);
  }

  private static @Nullable Figure difference(
      @Nullable Figure less, @Nullable Figure more, int cleanups) {
    return less == null || more == null
        ? null
        : new Figure(
            more.name(),
            more.parameters(),
            (more.nanos() - less.nanos()) / cleanups,
            Double.NaN,
            (more.bytes() - less.bytes()) / cleanups);
  }

  private static String cells(@Nullable Figure figure) {
    return figure == null
        ? " | |"
        : String.format(Locale.ROOT, " | %.1f | %.0f", figure.nanos(), figure.bytes());
  }

  private static void judge(
      PrintStream out, String what, @Nullable Figure figure, double nanos, double bytes) {
    if (figure == null) {
      out.println("| " + what + " | | | not judged: it was not measured |");
      return;
    }
    judge(out, what + ", ns", nanos, figure.nanos());
    if (!Double.isNaN(bytes)) {
      judge(out, what + ", B", bytes, figure.bytes());
    }
  }

  private static void judge(PrintStream out, String goal, double most, double figure) {
    // JMH's own threads allocate a little meanwhile, less than a byte an operation.
    String judgement =
        figure < most + 0.05
            ? "met"
            : String.format(Locale.ROOT, "missed by %.0f %%", 100 * (figure - most) / most);
    out.printf(Locale.ROOT, "| %s | %.0f | %.1f | %s |%n", goal, most, figure, judgement);
  }
}
