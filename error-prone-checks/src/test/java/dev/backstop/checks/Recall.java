package dev.backstop.checks;

import com.google.errorprone.BugPattern.SeverityLevel;
import dev.backstop.checks.MutantCompiler.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a rule found of what was made wrong.
 *
 * @param survivors the keys of the mutants that it did not report
 * @param known of survivors, why: those that begin with "equivalent" are right code, and not
 *     counted
 */
record Recall(
    String rule,
    int snippets,
    List<String> brokenSnippets,
    List<String> reportedSnippets,
    int killed,
    List<String> notCompiled,
    List<String> survivors,
    List<String> listedInVain,
    Map<String, String> known) {
  static final String HEAD =
      String.format(
          "%-28s %-10s %8s %7s %6s %10s %7s%n",
          "rule", "severity", "snippets", "mutants", "killed", "equivalent", "rate");

  /** Sums up; the first of the mutants are the right snippets. */
  static Recall of(
      String rule, List<Mutant> all, List<Fate> fates, int snippets, Map<String, String> known) {
    List<Mutant> wrong = all.subList(snippets, all.size());
    List<Fate> ends = fates.subList(snippets, fates.size());
    List<String> survivors = keys(wrong, ends, Fate.SILENT);
    return new Recall(
        rule,
        snippets,
        keys(all.subList(0, snippets), fates, Fate.NOT_COMPILED),
        keys(all.subList(0, snippets), fates, Fate.REPORTED),
        keys(wrong, ends, Fate.REPORTED).size(),
        keys(wrong, ends, Fate.NOT_COMPILED),
        survivors,
        known.keySet().stream().filter(key -> !survivors.contains(key)).toList(),
        known);
  }

  /** Returns how many mutants are wrong code that compiles. */
  int mutants() {
    return killed + survivors.size() - equivalent();
  }

  double rate() {
    return mutants() == 0 ? 0 : (double) killed / mutants();
  }

  List<String> unlisted() {
    return survivors.stream().filter(survivor -> !known.containsKey(survivor)).toList();
  }

  /** Returns the row of the table, and below it the survivors and what did not compile. */
  String told(SeverityLevel severity) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-28s %-10s %8d %7d %6d %10d %6.1f%%",
            rule,
            severity,
            snippets,
            mutants(),
            killed,
            equivalent(),
            100 * rate()));
    brokenSnippets.forEach(it -> lines.add("  broken: " + it));
    reportedSnippets.forEach(it -> lines.add("  reported though right: " + it));
    survivors.forEach(
        it -> lines.add("  survivor: " + it + " | " + known.getOrDefault(it, "not looked at")));
    notCompiled.forEach(it -> lines.add("  does not compile: " + it));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private int equivalent() {
    return (int)
        survivors.stream()
            .filter(survivor -> known.getOrDefault(survivor, "").startsWith("equivalent"))
            .count();
  }

  private static List<String> keys(List<Mutant> mutants, List<Fate> fates, Fate wanted) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < mutants.size(); i++) {
      if (fates.get(i) == wanted) {
        keys.add(mutants.get(i).key());
      }
    }
    return keys;
  }
}
