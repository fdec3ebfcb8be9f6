package dev.backstop.it.peers;

import dev.backstop.harness.contract.UnjudgedExchange;
import dev.backstop.harness.contract.UnjudgedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The main class of a JVM that an agent watches: it plays all situations, client and server, and
 * prints what was read. Times are of the clock, as those of spans are.
 */
final class WatchedJvm {
  /** Begins each line of ours. */
  static final String MARK = "played ";

  private WatchedJvm() {}

  public static void main(String[] arguments) throws Exception {
    long offset = clockNanos() - System.nanoTime();
    Map<String, List<UnjudgedExchange>> all = new LinkedHashMap<>();
    UnjudgedRun run = new UnjudgedRun(new Jetty12(new Nobody()), context -> {});
    for (String situation : run.situations()) {
      List<UnjudgedExchange> exchanges = run.play(situation);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> exchanges.stream().noneMatch(UnjudgedExchange::isBusy));
      all.put(situation, exchanges);
    }
    run.stop();
    all.forEach(
        (situation, exchanges) ->
            exchanges.forEach(
                exchange -> {
                  Played played = Played.of(exchange);
                  System.out.println(
                      MARK
                          + String.join(
                              " ",
                              situation,
                              played.path(),
                              Integer.toString(played.wire()),
                              String.valueOf(played.escaped()),
                              Long.toString(played.lastActionNanos() + offset)));
                }));
    System.exit(0); // the agent flushes what it has
  }

  private static long clockNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
