package dev.backstop.benchmarks.load;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.benchmarks.measure.Spread;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** How long a client waits for its last byte where a cleanup takes 300 ms. */
final class SlowCleanup {
  private static final int CLEANUP_MILLIS = 300;
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 5;

  private final Form form;
  private final Site site;
  private final List<Double> millis = new ArrayList<>();

  private SlowCleanup(Container container, Form form) throws Exception {
    this.form = form;
    site = container.start(form, new Visits(form == Form.BARE ? 0 : 1, CLEANUP_MILLIS));
  }

  /** Asks servers in this JVM, and prints a table. */
  static void print(PrintStream out, List<Container> containers) throws Exception {
    out.printf(
        "%nOne cleanup of %d ms: ms from the request to the client's last byte, median of %d"
            + " [quartiles]. Goal for Backstop: at most 10 over bare, which has no cleanup.%n%n",
        CLEANUP_MILLIS, ROUNDS);
    out.println("| server | cleanup | last byte after, ms |");
    out.println("| --- | --- | --- |");
    for (Container container : containers) {
      System.err.printf("a slow cleanup on %s%n", container);
      for (SlowCleanup server : ask(container)) {
        out.printf("| %s | %s | %s |%n", container, server.form, server.lastByte());
      }
    }
  }

  private static List<SlowCleanup> ask(Container container) throws Exception {
    List<SlowCleanup> servers = new ArrayList<>();
    try {
      for (Form form : List.of(Form.BARE, Form.BACKSTOP, Form.LIST)) {
        servers.add(new SlowCleanup(container, form));
      }
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        for (SlowCleanup server : servers) {
          server.ask(round >= 0);
        }
      }
    } finally {
      for (SlowCleanup server : servers) {
        server.site.stop();
      }
    }
    return servers;
  }

  private void ask(boolean counts) throws Exception {
    // A new one each: a cleanup may delay the next request of its connection.
    try (Connections connection = new Connections(site.port(), 1, Container.body("42"))) {
      long start = System.nanoTime();
      connection.ask(1);
      if (counts) {
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
  }

  private String lastByte() {
    return Spread.of(millis.size(), millis::get).format("%.1f");
  }
}
