package dev.backstop.benchmarks.server;

import dev.backstop.benchmarks.measure.Spread;
import java.util.Locale;

/**
 * One goal, and what became of it.
 *
 * @param what is limited
 * @param limit that the median may reach
 * @param figure measured
 * @param number the format of one figure, with its unit
 * @param peers what the best and the worst peer have, in the table's last two columns
 */
record Goal(String what, double limit, Spread figure, String number, String peers) {
  static final String HEAD =
      """
      | goal | at most | figure | | best peer, same signals | worst peer, same signals |
      |---|---:|---:|---|---|---|
      """;

  String line() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s |",
        what,
        format(limit),
        figure.format(number),
        verdict(),
        peers);
  }

  private String verdict() {
    double missing = figure.median() - limit;
    boolean same = format(figure.median()).equals(format(limit)); // as far as is shown
    return missing <= 0 || same
        ? "met"
        : String.format(
            Locale.ROOT, "missed by %s (%.0f %%)", format(missing), missing / limit * 100);
  }

  private String format(double value) {
    return String.format(Locale.ROOT, number, value);
  }
}
