package dev.backstop.benchmarks.growth;

import static dev.backstop.benchmarks.growth.GrowthServer.NOTHING;

import dev.backstop.Exchange;
import dev.backstop.benchmarks.measure.Connections;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The cleanups of a request, from none to 1,000, beside as many by hand: lambdas in a deque, run in
 * {@code finally}. Each captures the servlet and a value of its own.
 */
final class CleanupCurve extends ServerCurve {
  private static final int MOST = 1_000;

  CleanupCurve() {
    super("cleanups", "Cleanups of a request", Quantity.BYTES, Quantity.CPU);
  }

  @Override
  void start(Probes probes, Effort effort)
      throws IOException, InterruptedException, ExecutionException {
    add(probes, 0);
    for (int count : effort.pointsTo(MOST)) {
      add(probes, count);
    }
  }

  private static void add(Probes probes, int count)
      throws IOException, InterruptedException, ExecutionException {
    for (Stack stack : Stack.values()) {
      Registering servlet = new Registering(count, stack == Stack.BARE);
      GrowthServer server = new GrowthServer(stack, List.of("/users/*"), servlet, NOTHING);
      String line = stack == Stack.BARE ? "bare Jetty: a deque by hand" : stack.title();
      byte[] request = Connections.request("/users/42", "");
      probes.add(new Probe(count, line, server, 1, ignored -> request, servlet::check));
    }
  }

  /** Has cleanups at each request. */
  private static final class Registering extends Answer {
    private static final long serialVersionUID = 1;

    private final int count;
    private final boolean byHand;
    private final LongAdder sum = new LongAdder();

    Registering(int count, boolean byHand) {
      this.count = count;
      this.byHand = byHand;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (byHand) {
        doByHand(request, response);
        return;
      }
      Exchange exchange = Exchange.of(request);
      for (int i = 1; i <= count; i++) {
        int value = i;
        exchange.cleanups().register("cleanup", outcome -> sum.add(value));
      }
      super.doGet(request, response);
    }

    private void doByHand(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Deque<Runnable> cleanups = new ArrayDeque<>();
      try {
        for (int i = 1; i <= count; i++) {
          int value = i;
          cleanups.push(() -> sum.add(value));
        }
        super.doGet(request, response);
      } finally {
        cleanups.forEach(Runnable::run);
      }
    }

    /** Fails if a cleanup did not run once for each request. */
    void check(long requests) {
      long expected = requests * count * (count + 1) / 2;
      if (sum.sum() != expected) {
        throw new IllegalStateException(
            count + " cleanups: their sum is " + sum + ", expected " + expected);
      }
    }
  }
}
