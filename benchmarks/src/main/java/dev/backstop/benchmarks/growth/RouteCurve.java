package dev.backstop.benchmarks.growth;

import static dev.backstop.benchmarks.growth.MeasuredJetty.NOTHING;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.benchmarks.plot.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * The routes of an application, from one to 1,000, which is the limit of the tag {@code uri}, and
 * twice as many. All are asked in turn.
 */
final class RouteCurve implements Curve {
  private static final int LIMIT = 1_000;

  @Override
  public String name() {
    return "routes";
  }

  @Override
  public Table measure(Effort effort) throws IOException, InterruptedException, ExecutionException {
    int rounds = effort.of(15, 5);
    int requests = effort.of(500, 200);
    List<Integer> points = new ArrayList<>(effort.pointsTo(LIMIT));
    points.add(2 * LIMIT);
    try (Probes probes = new Probes()) {
      for (int count : points) {
        for (Stack stack : List.of(Stack.BARE, Stack.FULL)) {
          probes.add(probe(stack, count));
        }
      }
      probes.visit(name());
      probes.run(name(), effort.of(10, 5), rounds, requests);
      return probes
          .figures(Quantity.BYTES, Quantity.CPU, Quantity.METERS)
          .table(
              "Routes of an application",
              "routes",
              "medians of " + rounds + " rounds of " + requests + " requests");
    }
  }

  private static Probe probe(Stack stack, int count)
      throws IOException, InterruptedException, ExecutionException {
    List<String> routes = IntStream.range(0, count).mapToObj(i -> "/r%04d".formatted(i)).toList();
    MeasuredJetty server =
        new MeasuredJetty(
            stack, routes.stream().map(route -> route + "/*").toList(), new Answer(), NOTHING);
    return new Probe(
        count,
        stack.title(),
        server,
        1,
        i -> Connections.request(routes.get(i % count) + "/42", ""));
  }
}
