package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Connections;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The threads that serve, from one to 8, asked by as many clients in the same process. Where
 * threads stood in each other's way, a request would cost more of them, and the bare Jetty's would
 * not.
 */
final class ThreadCurve extends ServerCurve {
  ThreadCurve() {
    super(
        "threads",
        "Threads that serve and as many clients",
        Quantity.THROUGHPUT,
        Quantity.CPU,
        Quantity.CPU_RATIO,
        Quantity.BYTES);
  }

  @Override
  void start(Probes probes, Effort effort)
      throws IOException, InterruptedException, ExecutionException {
    byte[] request = Connections.request("/users/42", "");
    for (int threads : List.of(1, 2, 4, 8)) {
      for (Stack stack : Stack.values()) {
        GrowthServer server =
            new GrowthServer(
                stack, threads, List.of("/users/*"), new Answer(), GrowthServer.NOTHING);
        probes.add(new Probe(threads, stack.title(), server, threads, ignored -> request));
      }
    }
  }

  @Override
  boolean isOfManyProcessors() {
    return true;
  }
}
