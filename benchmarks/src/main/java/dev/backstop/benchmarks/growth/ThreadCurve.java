package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.benchmarks.plot.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The threads that serve, from one to 8, asked by as many clients in the same process. Where
 * threads stood in each other's way, a request would cost more of them, and the bare Jetty's would
 * not.
 */
final class ThreadCurve implements Curve {
  @Override
  public String name() {
    return "threads";
  }

  @Override
  public Table measure(Effort effort) throws IOException, InterruptedException, ExecutionException {
    int rounds = effort.of(25, 6);
    int requests = effort.of(4_000, 1_200);
    byte[] request = Connections.request("/users/42", "");
    try (Probes probes = new Probes()) {
      for (int threads : List.of(1, 2, 4, 8)) {
        for (Stack stack : Stack.values()) {
          MeasuredJetty server =
              new MeasuredJetty(
                  stack, threads, List.of("/users/*"), new Answer(), MeasuredJetty.NOTHING);
          probes.add(new Probe(threads, stack.title(), server, threads, ignored -> request));
        }
      }
      probes.run(name(), effort.of(10, 4), rounds, requests);
      return probes
          .figures(Quantity.THROUGHPUT, Quantity.CPU, Quantity.BYTES)
          .table(
              "Threads that serve and as many clients",
              "threads",
              "medians of " + rounds + " rounds of " + requests + " requests");
    }
  }
}
