package dev.backstop.benchmarks.server;

import static dev.backstop.benchmarks.server.ServerVariant.CORE;
import static dev.backstop.benchmarks.server.ServerVariant.CORE_1;
import static dev.backstop.benchmarks.server.ServerVariant.CORE_21;
import static dev.backstop.benchmarks.server.ServerVariant.FULL;
import static dev.backstop.benchmarks.server.ServerVariant.FULL_1;
import static dev.backstop.benchmarks.server.ServerVariant.LOG;
import static dev.backstop.benchmarks.server.ServerVariant.METRICS;
import static dev.backstop.benchmarks.server.ServerVariant.METRICS_TRACE;
import static dev.backstop.benchmarks.server.ServerVariant.SPRING_OTEL;
import static dev.backstop.benchmarks.server.ServerVariant.TRACE;

import dev.backstop.benchmarks.measure.Comparison;
import dev.backstop.benchmarks.measure.Figures;
import dev.backstop.benchmarks.measure.Spread;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a comparison of all variants says of the goals of the design. */
final class Goals {
  private static final String NOBODY = "none does this | ";
  private static final String BYTES = "%.0f B";
  private static final String RATIO = "%.2f";

  private final Comparison comparison;

  Goals(Comparison comparison) {
    this.comparison = comparison;
  }

  void print(PrintStream out) {
    out.printf("%nGoals%n%n%s", Goal.HEAD);
    goals().forEach(goal -> out.println(goal.line()));
    out.printf(
        "%nThe first cleanup of a request, with what is told of it: %s alone, %s with log, metrics,"
            + " trace.%n",
        comparison.figures(CORE_1, CORE).bytesOver().format(BYTES),
        comparison.figures(FULL_1, FULL).bytesOver().format(BYTES));
    out.printf(
        "%nCPU of Backstop's log, metrics, trace to Spring's metrics, OpenTelemetry: %s of the whole"
            + " request, %s of what is over bare (medians); Backstop's metrics, trace: %s, %s.%n",
        besideSpring(FULL).cpuRatio().format(RATIO),
        overBareBesideSpring(FULL),
        besideSpring(METRICS_TRACE).cpuRatio().format(RATIO),
        overBareBesideSpring(METRICS_TRACE));
    out.printf(
        "%nOver bare, with the same signals%n%n| signals | Backstop | best peer | worst peer |%n"
            + "|---|---|---|---|%n");
    for (ServerVariant own : List.of(LOG, METRICS, TRACE, METRICS_TRACE, FULL)) {
      out.printf(
          "| %s | %s | %s |%n",
          own.title().substring(own.title().indexOf(':') + 2),
          overBare(own),
          peers(own, peer -> comparison.figures(peer).bytesOver(), this::named));
    }
  }

  private List<Goal> goals() {
    return List.of(
        new Goal(
            "bytes over bare, Backstop alone",
            400,
            comparison.figures(CORE).bytesOver(),
            BYTES,
            NOBODY),
        new Goal(
            "bytes over bare; log, metrics, trace",
            2_500,
            comparison.figures(FULL).bytesOver(),
            BYTES,
            peers(FULL, peer -> comparison.figures(peer).bytesOver(), BYTES)),
        new Goal(
            "CPU; log, metrics, trace (Spring's metrics, OpenTelemetry = 1)",
            1,
            besideSpring(FULL).cpuRatio(),
            RATIO,
            peers(FULL, peer -> besideSpring(peer).cpuRatio(), RATIO)),
        new Goal(
            "bytes of a cleanup, Backstop alone (of 21, beside 1)",
            32,
            comparison.figures(CORE_21, CORE_1).bytesOver().dividedBy(20),
            BYTES,
            NOBODY));
  }

  private Figures besideSpring(ServerVariant variant) {
    return comparison.figures(variant, SPRING_OTEL);
  }

  private String overBareBesideSpring(ServerVariant variant) {
    return String.format(
        Locale.ROOT,
        RATIO,
        comparison.figures(variant).cpuMicrosOver().median()
            / comparison.figures(SPRING_OTEL).cpuMicrosOver().median());
  }

  private String peers(ServerVariant own, Function<ServerVariant, Spread> figure, String number) {
    return peers(
        own,
        figure,
        peer ->
            peer.title() + ": " + String.format(Locale.ROOT, number, figure.apply(peer).median()));
  }

  /** Returns two columns: the peer with the smallest figure, and the one with the largest. */
  private static String peers(
      ServerVariant own,
      Function<ServerVariant, Spread> figure,
      Function<ServerVariant, String> text) {
    List<ServerVariant> sorted =
        ServerVariant.PEERS.stream()
            .filter(peer -> peer.signals().equals(own.signals()))
            .sorted(Comparator.comparingDouble(peer -> figure.apply(peer).median()))
            .toList();
    return text.apply(sorted.get(0)) + " | " + text.apply(sorted.get(sorted.size() - 1));
  }

  private String named(ServerVariant peer) {
    return peer.title() + ": " + overBare(peer);
  }

  private String overBare(ServerVariant variant) {
    Figures figures = comparison.figures(variant);
    return String.format(
        Locale.ROOT,
        "%.0f B, %.1f us",
        figures.bytesOver().median(),
        figures.cpuMicrosOver().median());
  }
}
