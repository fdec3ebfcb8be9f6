package dev.backstop.slo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a Prometheus records how much of each objective's exchanges was bad, and
 * alerts where an error budget burns too fast.
 *
 * <pre>{@code
 * Files.writeString(Path.of("slo-rules.yml"), serviceLevels.rules().job("orders").yaml());
 * }</pre>
 *
 * <p>Recorded for each objective and each window (5m, 30m, 1h, 2h, 6h, 1d, 3d): {@code
 * backstop:slo_bad:ratio_rate<window>}, with the labels {@code job} and {@code slo}; and {@code
 * backstop:slo_budget:ratio}, the share that may be bad. Alerts: {@code BackstopSloBudgetBurn},
 * with the windows and factors of Google's SRE Workbook (1h and 5m at 14.4, 6h and 30m at 6: {@code
 * severity="page"}; 1d and 2h at 3, 3d and 6h at 1: {@code "ticket"}). An alert that could not
 * fire, since that much more than all would have to be bad, is left out.
 *
 * <p>Immutable and thread-safe.
 */
public final class SloRules {
  private final List<Slo> slos;
  private final @Nullable String job;

  private SloRules(List<Slo> slos, @Nullable String job) {
    this.slos = slos;
    this.job = job;
  }

  /**
   * {@return the rules of objectives, as {@link #of(List)}}
   *
   * @param slos at least one, each with a name of its own
   */
  public static SloRules of(Slo... slos) {
    return of(List.of(slos));
  }

  /**
   * {@return the rules of objectives}
   *
   * @param slos at least one, each with a name of its own
   * @throws IllegalArgumentException where there is none, or two have one name
   */
  public static SloRules of(List<Slo> slos) {
    Set<String> names = new HashSet<>();
    for (Slo slo : slos) {
      if (!names.add(slo.name())) {
        throw new IllegalArgumentException(
            "two objectives are named '"
                + slo.name()
                + "': give one of them a name by named(..), the rules tell them apart by it");
      }
    }
    if (slos.isEmpty()) {
      throw new IllegalArgumentException(
          "no objective was given: expected one, as Slo.errors(Slo.EVERY_ROUTE, 0.999)");
    }
    return new SloRules(List.copyOf(slos), null);
  }

  /**
   * {@return the same rules for one job of Prometheus alone, as two services need whose objectives
   * have the same names; the default is each job for itself}
   *
   * @param name the label {@code job}
   */
  public SloRules job(String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "job is "
              + (name == null ? "null" : "blank")
              + ": give the job_name of the scrape config");
    }
    return new SloRules(slos, name);
  }

  /** {@return them as the text of a rule file; the same objectives give the same text} */
  public String yaml() {
    List<String> lines = new ArrayList<>();
    lines.add("# Made by dev.backstop.slo.SloRules: change the objectives, and make it anew.");
    lines.add("groups:");
    for (Slo slo : slos) {
      addGroup(lines, slo);
    }
    lines.add("");
    return String.join("\n", lines);
  }

  private void addGroup(List<String> lines, Slo slo) {
    String label = "slo=" + RuleText.promql(slo.name());
    String where = job == null ? label : label + ",job=" + RuleText.promql(job);
    BigDecimal budget = BigDecimal.ONE.subtract(BigDecimal.valueOf(slo.objective()));
    lines.add("  - name: " + RuleText.yaml("backstop slo " + slo.name()));
    lines.add("    rules:");
    for (String window : BurnRate.WINDOWS) {
      addRecord(lines, slo, "backstop:slo_bad:ratio_rate" + window, ratio(where, window));
    }
    addRecord(
        lines,
        slo,
        "backstop:slo_budget:ratio",
        "0 * (backstop:slo_bad:ratio_rate5m{" + where + "}) + " + plain(budget));
    for (BurnRate rate : BurnRate.ALL) {
      BigDecimal threshold = budget.multiply(new BigDecimal(rate.factor()));
      if (threshold.compareTo(BigDecimal.ONE) < 0) {
        addAlert(lines, slo, where, rate, threshold, budget);
      }
    }
  }

  private static String ratio(String where, String window) {
    String all = rate(where, window);
    // Without a bad one there is no series of them, and the ratio is 0; without any there is none.
    return "("
        + rate(where + ",result=\"bad\"", window)
        + " or 0 * "
        + all
        + ") / ("
        + all
        + " > 0)";
  }

  private static String rate(String where, String window) {
    return "sum by (job) (rate(backstop_slo_exchanges_total{" + where + "}[" + window + "]))";
  }

  private static void addRecord(List<String> lines, Slo slo, String name, String expression) {
    lines.add("      - record: " + name);
    lines.add("        expr: " + RuleText.yaml(expression));
    lines.add("        labels:");
    lines.add("          slo: " + RuleText.yaml(slo.name()));
  }

  private static void addAlert(
      List<String> lines,
      Slo slo,
      String where,
      BurnRate rate,
      BigDecimal threshold,
      BigDecimal budget) {
    String series = "backstop:slo_bad:ratio_rate";
    String limit = "{" + where + "} > " + plain(threshold);
    lines.add("      - alert: BackstopSloBudgetBurn");
    lines.add(
        "        expr: "
            + RuleText.yaml(
                series
                    + rate.longWindow()
                    + limit
                    + " and "
                    + series
                    + rate.shortWindow()
                    + limit));
    lines.add("        labels:");
    lines.add("          slo: " + RuleText.yaml(RuleText.template(slo.name())));
    lines.add("          severity: " + rate.severity());
    lines.add("          long_window: " + rate.longWindow());
    lines.add("          short_window: " + rate.shortWindow());
    lines.add("        annotations:");
    lines.add(
        "          summary: "
            + RuleText.yaml(
                "{{ $labels.slo }} of {{ $labels.job }} burns its error budget more than "
                    + rate.factor()
                    + " times too fast"));
    lines.add(
        "          description: "
            + RuleText.yaml(
                "{{ $value | humanizePercentage }} of the exchanges of the last "
                    + rate.longWindow()
                    + " were bad, of which "
                    + plain(budget.movePointRight(2))
                    + "% may be ("
                    + kindOf(slo)
                    + "); backstop_slo_events_total tells by what cause."));
  }

  private static String kindOf(Slo slo) {
    return slo.threshold() == null
        ? slo.kind().word()
        : slo.kind().word() + " over " + slo.threshold();
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    return "rules of " + slos;
  }
}
