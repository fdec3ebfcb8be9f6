package dev.backstop.benchmarks.growth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * A Jetty in a process of its own, whose heap has nothing of the clients: it keeps every exchange
 * open until it is told to end them. It prints its port, and then answers each line that it reads:
 * {@code live N} by the bytes that a collection leaves while N exchanges are open, {@code end N} by
 * N when it has ended the N that are open.
 */
final class OpenExchanges {
  private static final int WORKERS = 8;
  private static final int STEADY_BYTES = 512;

  private final KeptOpen servlet = new KeptOpen();
  private final GrowthServer server;
  private long ended;

  private OpenExchanges(Stack stack) throws InterruptedException, ExecutionException {
    server = new GrowthServer(stack, WORKERS, List.of("/users/*"), servlet, GrowthServer.NOTHING);
  }

  /**
   * Serves until its input ends.
   *
   * @param stack the name of one
   */
  public static void main(String... stack)
      throws IOException, InterruptedException, ExecutionException {
    OpenExchanges exchanges = new OpenExchanges(Stack.valueOf(stack[0].toUpperCase(Locale.ROOT)));
    System.out.println(exchanges.server.port());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println(exchanges.answer(order.split(" ", 2)));
    }
    exchanges.server.close();
    exchanges.server.check(exchanges.ended);
  }

  private long answer(String... order) throws IOException, InterruptedException {
    int count = Integer.parseInt(order[1]);
    return switch (order[0]) {
      case "live" -> live(count);
      case "end" -> end(count);
      default -> throw new IllegalArgumentException(order[0] + ": expected live or end");
    };
  }

  private long live(int count) throws InterruptedException {
    Waiting.until(count + " exchanges to be open", () -> servlet.open() == count);
    Waiting.until(count + " connections", () -> server.connections() == count);
    long before;
    long bytes = Long.MAX_VALUE;
    do { // until nothing more becomes free: what has just ended may still be held by a task
      before = bytes;
      Waiting.until("idle threads", server::isIdle);
      System.gc();
      bytes = afterCollection();
    } while (bytes < before - STEADY_BYTES);
    return bytes;
  }

  private static long afterCollection() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        bytes += pool.getCollectionUsage().getUsed(); // not what was allocated since
      }
    }
    return bytes;
  }

  private long end(int count) throws IOException, InterruptedException {
    Waiting.until(count + " exchanges to be open", () -> servlet.open() == count);
    servlet.end();
    ended += count;
    server.settle(ended);
    return count;
  }
}
