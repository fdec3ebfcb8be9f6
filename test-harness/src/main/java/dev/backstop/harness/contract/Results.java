package dev.backstop.harness.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verdicts of one run, and their table. */
final class Results {
  private static final Logger LOGGER = LoggerFactory.getLogger(Results.class);

  private final List<Verdict> verdicts = new ArrayList<>();

  void add(Verdict verdict) {
    verdicts.add(verdict);
  }

  List<Verdict> verdicts() {
    return verdicts;
  }

  /** Logs the table: container, situations, right, wrong, and a line for each group. */
  void log(String container, String instrument) {
    LOGGER.info("{}", table(container, instrument));
  }

  String table(String container, String instrument) {
    Map<String, int[]> groups = new LinkedHashMap<>();
    int[] all = new int[2];
    for (Verdict verdict : verdicts) {
      int column = verdict.isRight() ? 0 : 1;
      groups.computeIfAbsent(verdict.situation().group(), ignored -> new int[2])[column]++;
      all[column]++;
    }
    String format = "%n%-14s %-14s %-12s %10s %6s %6s";
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(format, "container", "instrument", "group", "situations", "right", "wrong"));
    groups.forEach(
        (group, counts) -> table.append(row(format, container, instrument, group, counts)));
    return table.append(row(format, container, instrument, "ALL", all)).toString();
  }

  private static String row(
      String format, String container, String instrument, String group, int[] counts) {
    return String.format(
        format, container, instrument, group, counts[0] + counts[1], counts[0], counts[1]);
  }
}
