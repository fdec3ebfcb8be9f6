package dev.backstop.benchmarks.growth;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.backstop.benchmarks.measure.Progress;
import dev.backstop.benchmarks.measure.Spread;
import dev.backstop.benchmarks.plot.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The exchanges that are open at once, from one to 10,000: what lives in the heap of the server's
 * process after a collection, over what lived there when none was open. Their connections are part
 * of that; of the clients, which are in this process, there is nothing.
 */
final class OpenCurve implements Curve {
  private static final int MOST = 10_000;
  private static final int WARM_UP = 500;
  private static final int OTHER_FILES = 500; // class path, selectors, pipes

  @Override
  public String name() {
    return "open";
  }

  @Override
  public Table measure(Effort effort) throws IOException {
    int rounds = effort.of(5, 1);
    List<Integer> points = effort.pointsTo(most());
    Map<Stack, List<List<Long>>> live = new LinkedHashMap<>();
    Progress progress = new Progress("open: process", rounds * Stack.values().length);
    for (int round = 0; round < rounds; round++) {
      for (Stack stack : Stack.values()) {
        live.computeIfAbsent(stack, ignored -> new ArrayList<>()).add(live(stack, points));
        progress.step();
      }
    }
    Lines lines = new Lines();
    live.forEach(
        (stack, all) -> {
          for (int i = 0; i < points.size(); i++) {
            int point = i;
            double bytes = Spread.of(rounds, round -> all.get(round).get(point)).median();
            lines.put(points.get(i), stack.title(), "live bytes each", bytes / points.get(i));
          }
        });
    return lines.table(
        "Exchanges open at once",
        "open exchanges",
        "live heap after a collection, median of " + rounds + " processes");
  }

  /** Returns the bytes at each of the points, over none. */
  private static List<Long> live(Stack stack, List<Integer> points) throws IOException {
    try (OpenServer server = new OpenServer(stack)) {
      server.live(WARM_UP);
      server.end();
      long before = server.live(0);
      List<Long> live = new ArrayList<>();
      for (int point : points) {
        live.add(server.live(point) - before);
      }
      server.end();
      return live;
    }
  }

  private static int most() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long free = unix.getMaxFileDescriptorCount() - OTHER_FILES;
      if (free < MOST) {
        System.err.println(
            "open: only "
                + free
                + " of "
                + MOST
                + " can be open: raise the limit, ulimit -n 20000");
        return (int) free;
      }
    }
    return MOST;
  }
}
