package dev.backstop.benchmarks.growth;

import static dev.backstop.benchmarks.growth.GrowthServer.NOTHING;

import dev.backstop.benchmarks.measure.Connections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * The routes of an application, from one to 1,000, which is the limit of the tag {@code uri}, and
 * twice as many. All are asked in turn.
 */
final class RouteCurve extends ServerCurve {
  private static final int LIMIT = 1_000;

  RouteCurve() {
    super("routes", "Routes of an application", Quantity.BYTES, Quantity.CPU, Quantity.METERS);
  }

  @Override
  void start(Probes probes, Effort effort)
      throws IOException, InterruptedException, ExecutionException {
    List<Integer> points = new ArrayList<>(effort.pointsTo(LIMIT));
    points.add(2 * LIMIT);
    for (int count : points) {
      for (Stack stack : List.of(Stack.BARE, Stack.FULL)) {
        probes.add(probe(stack, count));
      }
    }
  }

  private static Probe probe(Stack stack, int count)
      throws IOException, InterruptedException, ExecutionException {
    List<String> routes = IntStream.range(0, count).mapToObj(i -> "/r%04d".formatted(i)).toList();
    GrowthServer server =
        new GrowthServer(
            stack, routes.stream().map(route -> route + "/*").toList(), new Answer(), NOTHING);
    return new Probe(
        count,
        stack.title(),
        server,
        1,
        i -> Connections.request(routes.get(i % count) + "/42", ""));
  }
}
