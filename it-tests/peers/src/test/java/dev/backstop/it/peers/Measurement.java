package dev.backstop.it.peers;

import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.UnjudgedExchange;
import dev.backstop.harness.contract.UnjudgedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** Puts one peer to all situations on one container. */
final class Measurement {
  private static final Duration QUIET = Duration.ofMillis(500);

  // Those of one situation are numbered: many at once are read in any order.
  static final Comparator<Played> BY_NUMBER =
      Comparator.comparingInt(
          played -> Integer.parseInt(played.path().substring(played.path().lastIndexOf('/') + 1)));

  private Measurement() {}

  /** Returns a row for each situation, in the order of the contract. */
  static List<Row> of(String instrument, ContainerUnderTest container, Peer peer) throws Exception {
    Map<String, List<UnjudgedExchange>> played = new LinkedHashMap<>();
    UnjudgedRun run = new UnjudgedRun(container, peer::install);
    try {
      for (String situation : run.situations()) {
        peer.next();
        List<UnjudgedExchange> exchanges = run.play(situation);
        peer.played(exchanges);
        awaitEnd(peer, exchanges);
        played.put(situation, exchanges);
      }
      awaitQuiet(peer, played);
    } finally {
      run.stop();
    }
    List<Row> rows = new ArrayList<>();
    played.forEach(
        (situation, exchanges) ->
            rows.add(
                Row.of(
                    instrument,
                    container.facts().name(),
                    situation,
                    peer,
                    exchanges.stream().map(Played::of).sorted(BY_NUMBER).toList())));
    return rows;
  }

  private static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  private static void awaitEnd(Peer peer, List<UnjudgedExchange> exchanges) {
    soon().until(() -> exchanges.stream().noneMatch(UnjudgedExchange::isBusy));
    try {
      soon()
          .atMost(peer.patience())
          .until(() -> exchanges.stream().noneMatch(each -> peer.told(each.path()).isEmpty()));
    } catch (ConditionTimeoutException never) {
      // The row will say so.
    }
  }

  private static void awaitQuiet(Peer peer, Map<String, List<UnjudgedExchange>> played) {
    Awaitility.await().during(QUIET).until(() -> count(peer, played), new SameAsBefore()::test);
  }

  private static final class SameAsBefore {
    private int before = -1;

    boolean test(int count) {
      boolean same = count == before;
      before = count;
      return same;
    }
  }

  private static int count(Peer peer, Map<String, List<UnjudgedExchange>> played) {
    return played.values().stream()
        .flatMap(List::stream)
        .mapToInt(each -> peer.told(each.path()).size())
        .sum();
  }
}
