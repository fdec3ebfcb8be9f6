package dev.backstop.benchmarks.load;

import dev.backstop.benchmarks.measure.Machine;
import dev.backstop.benchmarks.measure.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What the servers counted, as two tables in Markdown and as a CSV file of all rounds.
 *
 * <p>Collections are counted over all rounds together, since a count of one round is off by up to
 * one; all else is the median of the rounds.
 */
final class LoadTable {
  private static final int JUDGED_CLEANUPS = 20;
  private static final double GOAL = 1.25;
  private static final Path CSV = Path.of("load", "load.csv"); // below benchmarks/target

  private final Map<Combination, List<Round>> rounds;
  private final List<Combination> combinations;
  private final Load load;
  private final String setUp;

  LoadTable(List<ServerProcess> servers, Load load, String setUp) {
    combinations = servers.stream().map(ServerProcess::combination).toList();
    rounds =
        servers.stream()
            .collect(Collectors.toMap(ServerProcess::combination, ServerProcess::rounds));
    this.load = load;
    this.setUp = setUp;
  }

  void print(PrintStream out) {
    out.printf(
        "%s; %d rounds of %,d requests over %d connections by %s%n%n",
        Machine.line(),
        roundsOf(combinations.get(0)).size(),
        load.requests(),
        load.connections(),
        setUp);
    out.println(
        "| server | cleanups | a request | collections | of none | of bare | pause, ms each"
            + " | in use after, MB | B/request | B/further request | CPU us/request"
            + " | p50 ms | p99 ms |");
    out.println("| --- ".repeat(13) + "|");
    combinations.forEach(combination -> out.println(row(combination)));
    out.printf(
        "%n%d cleanups a request, collections of all rounds beside none. Goal for Backstop: at most"
            + " %.2f. Each round opens %d connections anew; beside it the quotient without the first"
            + " %,d requests, in which these and their buffers are made.%n%n",
        JUDGED_CLEANUPS, GOAL, load.connections(), load.opening().requests());
    out.println(
        "| server | cleanups | none | 20 | quotient | at most 1.25"
            + " | after the opening: none | 20 | quotient | B/cleanup |");
    out.println("| --- ".repeat(10) + "|");
    combinations.stream()
        .filter(combination -> combination.cleanups() == JUDGED_CLEANUPS)
        .forEach(combination -> out.println(judgement(combination)));
  }

  private String row(Combination one) {
    long collections = collections(one);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.1f | %.2f | %.2f | %.2f | %.1f | %.0f | %.0f | %.0f | %.1f | %.1f |",
        one.container(),
        one.form(),
        one.cleanups(),
        collections / (double) roundsOf(one).size(),
        collections / (double) collections(one.none()),
        collections / (double) collections(one.bare()),
        total(one, round -> round.cost().pauseMillis()) / (double) collections,
        median(one, Round::leftMegabytes),
        median(one, Round::bytesPerRequest),
        median(one, Round::bytesPerFurtherRequest),
        median(one, Round::cpuMicrosPerRequest),
        median(one, round -> round.latencies().p50Millis()),
        median(one, round -> round.latencies().p99Millis()));
  }

  private String judgement(Combination one) {
    long none = collections(one.none());
    long many = collections(one);
    double quotient = many / (double) none;
    long furtherNone = total(one.none(), round -> round.further().collections());
    long furtherMany = total(one, round -> round.further().collections());
    double bytes =
        median(one, Round::bytesPerFurtherRequest)
            - median(one.none(), Round::bytesPerFurtherRequest);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %.2f | %s | %d | %d | %.2f | %.0f |",
        one.container(),
        one.form(),
        none,
        many,
        quotient,
        quotient <= GOAL ? "yes" : "no",
        furtherNone,
        furtherMany,
        furtherMany / (double) furtherNone,
        bytes / one.cleanups());
  }

  private List<Round> roundsOf(Combination one) {
    return rounds.getOrDefault(one, List.of());
  }

  private long collections(Combination one) {
    return total(one, round -> round.cost().collections());
  }

  private long total(Combination one, ToLongFunction<Round> figure) {
    return roundsOf(one).stream().mapToLong(figure).sum();
  }

  private double median(Combination one, ToDoubleFunction<Round> figure) {
    List<Round> all = roundsOf(one);
    return Spread.of(all.size(), i -> figure.applyAsDouble(all.get(i))).median();
  }

  /** Writes a line for each round of each server. */
  void write() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "server,form,cleanups,round,requests,collections,openingCollections,pauseMillis,leftMegabytes,"
            + "bytesPerRequest,bytesPerFurtherRequest,cpuMicrosPerRequest,p50Millis,p99Millis");
    for (Combination one : combinations) {
      List<Round> all = roundsOf(one);
      for (int i = 0; i < all.size(); i++) {
        lines.add(String.join(",", one.names()) + "," + (i + 1) + "," + figures(all.get(i)));
      }
    }
    Files.createDirectories(CSV.getParent());
    Files.write(CSV, lines);
    System.err.println("each round is in " + CSV.toAbsolutePath());
  }

  private static String figures(Round round) {
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%.2f,%.0f,%.0f,%.1f,%.1f,%.1f",
        round.load().requests(),
        round.cost().collections(),
        round.opening().collections(),
        round.cost().pauseMillis(),
        round.leftMegabytes(),
        round.bytesPerRequest(),
        round.bytesPerFurtherRequest(),
        round.cpuMicrosPerRequest(),
        round.latencies().p50Millis(),
        round.latencies().p99Millis());
  }
}
