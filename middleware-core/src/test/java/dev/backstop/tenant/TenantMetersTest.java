package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.backstop.Backstop;
import dev.backstop.LogLines;
import dev.backstop.completion.OpenExchange;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which exchanges are metered, and under which label. */
class TenantMetersTest {
  private static final TenantResolver HEADER = TenantResolver.header("X-Tenant");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong clock = new AtomicLong();
  private final List<Pitfall> pitfalls = new ArrayList<>();

  private Backstop backstop(TenantPolicyBuilder policy) {
    return Backstop.builder()
        .use(Tenants.create(HEADER, policy.build(), registry))
        .onPitfall(pitfalls::add)
        .clock(clock::get)
        .build();
  }

  private static void ask(Backstop backstop, String tenant) {
    Asked.by(tenant).in(backstop, exchange -> {});
  }

  private static List<Timer> timers(MeterRegistry registry) {
    return registry.find("backstop.tenant.requests").timers().stream().toList();
  }

  /** Returns how many exchanges each label has counted. */
  private static Map<String, Long> counts(MeterRegistry registry) {
    return timers(registry).stream()
        .collect(
            Collectors.toMap(
                timer -> timer.getId().getTag("class") + "/" + timer.getId().getTag("tenant"),
                Timer::count,
                Long::sum,
                TreeMap::new));
  }

  @Test
  void meters_byDefault_areOneTimerATenantAndOutcome() {
    Backstop backstop =
        Backstop.builder().use(Tenants.create(HEADER, registry)).clock(clock::get).build();
    OpenExchange open = backstop.open(Asked.by("acme"), null, this);
    clock.addAndGet(Duration.ofMillis(70).toNanos());
    open.end(503, Ending.COMPLETED, 0, null, null);

    Timer timer = registry.get("backstop.tenant.requests").timer();

    assertThat(timer.getId().getTags())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "tag(tenant=acme)",
            "tag(class=default)",
            "tag(outcome=SERVER_ERROR)",
            "tag(sample_rate=1)");
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(java.util.concurrent.TimeUnit.MILLISECONDS)).isEqualTo(70);
  }

  @Test
  void label_noTenantOrARefusedValue_isNoneOrInvalid() {
    Backstop backstop = backstop(TenantPolicy.builder());

    new Asked().in(backstop, exchange -> {});
    ask(backstop, "a b");
    ask(backstop, "x".repeat(8_192));
    new Asked().in(backstop, exchange -> exchange.tenant("of the\napplication"));

    assertThat(counts(registry)).isEqualTo(Map.of("none/none", 1L, "none/invalid", 3L));
  }

  @Test
  void label_tenantCalledAsALabelOfOurs_isOther() {
    Backstop backstop = backstop(TenantPolicy.builder());

    List.of("none", "other", "invalid").forEach(tenant -> ask(backstop, tenant));

    assertThat(counts(registry)).isEqualTo(Map.of("default/other", 3L));
  }

  @Test
  void label_pastTheLimit_isOtherOfItsClass() {
    Backstop backstop =
        backstop(
            TenantPolicy.builder()
                .tenants("games", games -> games.prefix("game-"))
                .tenants("finance", finance -> finance.ids("bank"))
                .maxTenants(3));
    try (LogLines log = LogLines.of("dev.backstop")) {
      List.of("a", "game-1", "b", "game-2", "c", "a", "game-1", "bank")
          .forEach(tenant -> ask(backstop, tenant));

      assertThat(counts(registry))
          .isEqualTo(
              Map.of(
                  "default/a", 2L,
                  "games/game-1", 2L,
                  "default/other", 2L,
                  "games/other", 1L,
                  "finance/bank", 1L));
      assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("WARN 3 tenants have"));
    }
  }

  @Test
  void label_floodOfNames_isOverSomeTimeAfterItHasEnded() {
    Backstop backstop =
        backstop(TenantPolicy.builder().maxTenants(10).labelsIdleAfter(Duration.ofMinutes(10)));
    for (int i = 0; i < 1_000; i++) {
      ask(backstop, "flood-" + i);
    }
    ask(backstop, "acme");
    assertThat(counts(registry)).doesNotContainKey("default/acme").hasSize(11);

    clock.addAndGet(Duration.ofMinutes(5).toNanos());
    ask(backstop, "flood-3");
    clock.addAndGet(Duration.ofMinutes(6).toNanos());
    ask(backstop, "acme");

    assertThat(counts(registry))
        .isEqualTo(Map.of("default/acme", 1L, "default/flood-3", 2L, "default/other", 991L));
  }

  @Test
  void label_silentAndYetNobodyNeedsIt_stays() {
    Backstop backstop = backstop(TenantPolicy.builder());
    ask(backstop, "a");
    clock.addAndGet(Duration.ofDays(30).toNanos());
    ask(backstop, "b");

    assertThat(counts(registry)).isEqualTo(Map.of("default/a", 1L, "default/b", 1L));
  }

  @Test
  void label_named_isNeverTaken() {
    Backstop backstop =
        backstop(TenantPolicy.builder().tenants("finance", one -> one.ids("bank")).maxTenants(2));
    ask(backstop, "bank");
    clock.addAndGet(Duration.ofDays(1).toNanos());
    for (int i = 0; i < 100; i++) {
      ask(backstop, "flood-" + i);
      clock.addAndGet(Duration.ofHours(2).toNanos());
    }

    assertThat(counts(registry)).containsEntry("finance/bank", 1L).hasSize(2);
  }

  /** Each of its exchanges is heard of, though one in ten is metered. */
  @Test
  void label_ofATenantThatIsHereButNotTaken_isNotTakenFromIt() {
    Backstop backstop =
        backstop(TenantPolicy.builder().maxTenants(1).otherTenants(others -> others.oneIn(10)));
    String taken = "f".repeat(32);
    Asked.by("busy").in(backstop, exchange -> exchange.traceId(taken));
    for (int minute = 0; minute < 300; minute++) {
      clock.addAndGet(Duration.ofMinutes(1).toNanos());
      Asked.by("busy").in(backstop, exchange -> exchange.traceId("0".repeat(32)));
    }

    Asked.by("newcomer").in(backstop, exchange -> exchange.traceId(taken));

    assertThat(counts(registry)).isEqualTo(Map.of("default/busy", 1L, "default/other", 1L));
  }

  /** Else one request would pay for all of them: to take 10,000 was seen to take 20 seconds. */
  @Test
  void label_thousandsAreSilent_aNewcomerTakesAFewOfThem() {
    Backstop backstop = backstop(TenantPolicy.builder().maxTenants(1_000));
    AtomicLong removed = new AtomicLong();
    registry.config().onMeterRemoved(meter -> removed.incrementAndGet());
    for (int i = 0; i < 1_000; i++) {
      ask(backstop, "silent-" + i);
    }
    clock.addAndGet(Duration.ofHours(2).toNanos());

    ask(backstop, "newcomer");

    assertThat(removed.get()).isBetween(1L, 16L);
    assertThat(counts(registry)).containsEntry("default/newcomer", 1L);
    for (int i = 0; i < 1_000; i++) {
      ask(backstop, "new-" + i);
    }
    assertThat(counts(registry)).hasSize(1_001).containsEntry("default/new-998", 1L);
    assertThat(counts(registry)).containsEntry("default/other", 1L);
  }

  /** Who found it just before has no timer by it: it would stay for ever. */
  @Test
  void label_taken_makesNoTimerAnyMore() {
    TenantClass group = new TenantClass("default", List.of(), Sampling.ALL, null);
    TenantLabel label = new TenantLabel("acme", group, registry, 0);
    label.timer(200, Sampling.ALL);

    label.take();

    assertThat(label.timer(200, Sampling.ALL)).isNull();
    assertThat(label.timer(500, Sampling.ALL)).isNull();
    assertThat(timers(registry)).isEmpty();
  }

  /** Labels change hands all the time here, and yet there are never more timers than labels. */
  @Test
  void label_takenWhileManyThreadsMeter_keepsTheBound() throws Exception {
    Backstop backstop =
        Backstop.builder()
            .use(
                Tenants.create(
                    HEADER,
                    TenantPolicy.builder()
                        .maxTenants(5)
                        .labelsIdleAfter(Duration.ofNanos(1))
                        .build(),
                    registry))
            .clock(() -> clock.addAndGet(300_000_000L))
            .build();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int seed = t;
      Thread thread =
          new Thread(
              () -> {
                Random random = new Random(seed);
                try {
                  go.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int i = 0; i < 5_000; i++) {
                  ask(backstop, "t" + random.nextInt(40));
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(timers(registry)).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void registry_ofAClass_hasItsMetersAlone() {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    Backstop backstop =
        backstop(
            TenantPolicy.builder()
                .tenants("test", test -> test.matching(id -> id.endsWith("-test")).registry(own)));

    ask(backstop, "a-test");
    ask(backstop, "a");

    assertThat(counts(own)).isEqualTo(Map.of("test/a-test", 1L));
    assertThat(counts(registry)).isEqualTo(Map.of("default/a", 1L));
  }

  @Test
  void timer_removedFromTheRegistry_isMadeAnew() {
    Backstop backstop = backstop(TenantPolicy.builder());
    ask(backstop, "a");
    for (Meter meter : List.copyOf(registry.getMeters())) {
      registry.remove(meter);
    }

    ask(backstop, "a");

    assertThat(counts(registry)).isEqualTo(Map.of("default/a", 1L));
  }

  @Test
  void predicate_throws_isReportedAndTheTenantIsOfTheDefaultClass() {
    Backstop backstop =
        backstop(
            TenantPolicy.builder()
                .tenants(
                    "broken",
                    one ->
                        one.matching(
                            id -> {
                              throw new IllegalStateException("for " + id);
                            })));

    ask(backstop, "evil-value");

    assertThat(counts(registry)).isEqualTo(Map.of("default/evil-value", 1L));
    assertThat(pitfalls).hasSize(1);
    assertThat(pitfalls.get(0).kind()).isEqualTo(PitfallKind.OBSERVER_FAILED);
    assertThat(pitfalls.get(0).message() + pitfalls.get(0).cause()).doesNotContain("evil-value");
  }

  // Sampling -----------------------------------------------------------------------------------

  private static TenantPolicyBuilder sampled() {
    return TenantPolicy.builder()
        .tenants("finance", finance -> finance.prefix("fin-"))
        .tenants("games", games -> games.prefix("game-").oneIn(10))
        .tenants("logs", logs -> logs.prefix("log-").oneIn(3));
  }

  @Test
  void sampling_scaledUp_givesTheTruthWithinItsErrorBars() {
    Backstop backstop = backstop(sampled());
    Random random = new Random(7);
    Map<String, Integer> truth = Map.of("fin-a", 5_000, "game-a", 60_000, "log-a", 30_000);
    truth.forEach(
        (tenant, many) -> {
          for (int i = 0; i < many; i++) {
            String traceId = String.format("%016x%016x", random.nextLong(), random.nextLong());
            Asked.by(tenant).in(backstop, exchange -> exchange.traceId(traceId));
          }
        });

    for (Timer timer : timers(registry)) {
      double rate = Double.parseDouble(timer.getId().getTag("sample_rate"));
      double many = truth.get(timer.getId().getTag("tenant"));
      double deviation = Math.sqrt(many * rate * (1 - rate)) / rate;
      assertThat(timer.count() / rate)
          .as("%s", timer.getId())
          .isCloseTo(many, within(5 * deviation));
      if (rate < 1) {
        assertThat((double) timer.count()).isLessThan(many / 2);
      }
    }
    assertThat(timers(registry))
        .extracting(timer -> timer.getId().getTag("sample_rate"))
        .containsExactlyInAnyOrder("1", "0.1", "0.3333333333333333");
  }

  @Test
  void sampling_twoServicesOfOneTrace_decideAlike() {
    SimpleMeterRegistry elsewhere = new SimpleMeterRegistry();
    Backstop here = backstop(sampled());
    Backstop there =
        Backstop.builder().use(Tenants.create(HEADER, sampled().build(), elsewhere)).build();
    Random random = new Random(8);
    long takenHere = 0;
    for (int i = 0; i < 2_000; i++) {
      String traceId = String.format("%016x%016x", random.nextLong(), random.nextLong());
      Asked.by("game-a").in(here, exchange -> exchange.traceId(traceId));
      Asked.by("game-a").in(there, exchange -> exchange.traceId(traceId));
      long now = timers(registry).stream().mapToLong(Timer::count).sum();

      assertThat(timers(elsewhere).stream().mapToLong(Timer::count).sum()).isEqualTo(now);
      takenHere = now;
    }
    assertThat(takenHere).isBetween(130L, 270L);
  }

  @Test
  void sampling_noTraceIdAndNoRequestId_takesAllAndSaysSo() {
    Backstop backstop = backstop(sampled());
    for (int i = 0; i < 100; i++) {
      ask(backstop, "game-a");
    }

    Timer timer = registry.get("backstop.tenant.requests").timer();
    assertThat(timer.count()).isEqualTo(100);
    assertThat(timer.getId().getTag("sample_rate")).isEqualTo("1");
  }

  @Test
  void sampling_requestIdAlone_decides() {
    Backstop backstop = backstop(sampled());
    for (int i = 0; i < 10_000; i++) {
      String id = "request-" + i;
      Asked.by("game-a").in(backstop, exchange -> exchange.requestId(id));
    }

    Timer timer = registry.get("backstop.tenant.requests").timer();
    assertThat(timer.getId().getTag("sample_rate")).isEqualTo("0.1");
    assertThat(timer.count()).isBetween(850L, 1_150L);
  }

  @Test
  void sampling_tenantThatIsNotTaken_getsNoLabel() {
    Backstop backstop = backstop(sampled().maxTenants(1));
    String never = "0".repeat(32);
    Asked.by("game-a").in(backstop, exchange -> exchange.traceId(never));
    ask(backstop, "fin-a");

    assertThat(counts(registry)).isEqualTo(Map.of("finance/fin-a", 1L));
  }

  /** Micrometer has a line for whoever registers a gauge again. */
  @Test
  void rates_ofSeveralClassesAndTwoTenants_areRegisteredOnce() {
    Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer");
    micrometer.setLevel(Level.DEBUG);
    try (LogLines log = LogLines.of("io.micrometer")) {
      backstop(sampled());
      backstop(sampled());

      assertThat(log.lines()).isEmpty();
    } finally {
      micrometer.setLevel(null);
    }
  }

  @Test
  void rates_asNumbers_areGauges() {
    backstop(sampled());

    Set<String> rates =
        registry.find("backstop.tenant.sample.rate").gauges().stream()
            .map(gauge -> gauge.getId().getTag("sample_rate") + "=" + gauge.value())
            .collect(Collectors.toSet());

    assertThat(rates)
        .containsExactlyInAnyOrder("1=1.0", "0.1=0.1", "0.3333333333333333=0.3333333333333333");
  }
}
