package dev.backstop.it.migrating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.it.peers.MarkedPage;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/migrating.md}: the same requests, counted by both. */
class MigratingTest {
  private static final Duration QUIET = Duration.ofMillis(150);
  private static final MarkedPage PAGE =
      new MarkedPage(
          "migrating.md",
          "mvn test -pl it-tests/peers -am -Dtest=MigratingTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dbackstop.write=true");

  @Test
  void fromSpring_sameRequests_countedAsThePageSays() throws Exception {
    check(
        "spring",
        (context, dashboard) -> FromSpring.before(context, dashboard.meters),
        (context, dashboard) -> FromSpring.after(context, dashboard.meters));
  }

  @Test
  void fromDropwizard_sameRequests_countedAsThePageSays() throws Exception {
    check(
        "dropwizard",
        (context, dashboard) -> FromDropwizard.before(context, dashboard.dropwizard),
        (context, dashboard) -> FromDropwizard.after(context, dashboard.meters));
  }

  @Test
  void fromDropwizard_meanwhile_keepsTheOldMetersWithTheStatusOfTheWire() throws Exception {
    Dashboard dashboard = new Dashboard();
    Map<Asked, Counted> counted =
        play(
            dashboard,
            context -> FromDropwizard.meanwhile(context, dashboard.meters, dashboard.dropwizard));

    assertThat(counted.get(Asked.ORDER).cell()).contains("`..responseCodes.ok`");
    assertThat(counted.get(Asked.HIDDEN).cell()).contains("`..responseCodes.notFound`");
    assertThat(counted.get(Asked.SLOW).cell()).contains("`..responseCodes.serverError`");
  }

  @Test
  void fromWrapper_sameRequests_countedAsThePageSays() throws Exception {
    check(
        "wrapper",
        (context, dashboard) -> FromWrapper.before(context, dashboard.meters),
        (context, dashboard) -> FromWrapper.after(context, dashboard.meters));
  }

  private record Counted(int wire, String cell) {}

  private static void check(
      String mark,
      BiConsumer<ServletContext, Dashboard> before,
      BiConsumer<ServletContext, Dashboard> after)
      throws Exception {
    Dashboard old = new Dashboard();
    Map<Asked, Counted> then = play(old, context -> before.accept(context, old));
    Dashboard fresh = new Dashboard();
    Map<Asked, Counted> now = play(fresh, context -> after.accept(context, fresh));
    StringBuilder table = new StringBuilder();
    table.append("| asked | the client reads | before | after |\n|---|---|---|---|\n");
    for (Asked asked : Asked.all()) {
      assertThat(now.get(asked).wire()).as(asked.title()).isEqualTo(then.get(asked).wire());
      assertThat(now.get(asked).cell()).contains("status=" + now.get(asked).wire());
      table.append(
          "| %s | %d | %s | %s |%n"
              .formatted(
                  asked.title(),
                  now.get(asked).wire(),
                  then.get(asked).cell(),
                  now.get(asked).cell()));
    }
    PAGE.assertTable(mark, table.toString());
  }

  private static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
  }

  private static Map<Asked, Counted> play(Dashboard dashboard, Consumer<ServletContext> install)
      throws Exception {
    Map<Asked, Counted> counted = new LinkedHashMap<>();
    Shop shop = Shop.start(install);
    try {
      for (Asked asked : Asked.all()) {
        Map<String, Long> before = dashboard.counts();
        int wire = shop.ask(asked);
        // Some are counted after the last byte, and some twice.
        soon().until(() -> !dashboard.counts().equals(before));
        AtomicReference<Map<String, Long>> last = new AtomicReference<>(dashboard.counts());
        soon()
            .during(QUIET)
            .until(() -> dashboard.counts().equals(last.getAndSet(dashboard.counts())));
        counted.put(asked, new Counted(wire, Dashboard.since(before, dashboard.counts())));
      }
    } finally {
      shop.stop();
    }
    return counted;
  }
}
