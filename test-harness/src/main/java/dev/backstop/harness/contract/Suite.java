package dev.backstop.harness.contract;

import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.harness.contract.ContainerUnderTest.RunningServer;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Plays situations on one container, each on two servers: one with the instrument under test and
 * one without anything.
 *
 * <p>Not thread-safe: one situation after the other.
 */
final class Suite {
  private static final Duration QUIET = Duration.ofMillis(500);

  private final ContainerUnderTest container;
  private final Instrument instrument;
  private final List<Situation> situations;
  private final Duration patience;
  private final Differences differences;
  private final Recorder recorder = new Recorder();
  private final Recorder second = new Recorder();
  private final ExecutorService meanwhile = Executors.newSingleThreadExecutor();
  private final Map<Site, Served> instrumented = new EnumMap<>(Site.class);
  private final Map<Site, Served> bare = new EnumMap<>(Site.class);

  Suite(ContainerUnderTest container, Instrument instrument) {
    this(container, instrument, Differences.read());
  }

  Suite(ContainerUnderTest container, Instrument instrument, Differences differences) {
    this.differences = differences;
    this.container = container;
    this.instrument = instrument;
    this.patience =
        instrument.claim() == Instrument.Claim.TRUTH
            ? RawHttpClient.PATIENCE
            : Duration.ofSeconds(3); // some exchanges of these never end
    this.situations =
        Situations.all().stream()
            .filter(situation -> situation.claim().compareTo(instrument.claim()) <= 0)
            .toList();
  }

  /** Returns whether the instrument is one that must be found wrong. */
  private boolean hasTeeth() {
    return instrument.claim() == Instrument.Claim.OUTCOME_ALONE;
  }

  /** A server, and the probes that its application looks up. */
  private record Served(RunningServer server, Probes probes) {}

  /** Returns the situations that the instrument can be put to. */
  List<Situation> situations() {
    return situations;
  }

  /** Plays a situation on both servers. */
  Verdict play(Situation situation) throws Exception {
    List<String> faults = new ArrayList<>();
    boolean compares = !hasTeeth() && situation.comparesBytes();
    Future<BareRun> bareRun = compares ? playBare(situation) : null;
    Timers before = Timers.of(recorder.meters());
    List<Observed> observed = play(situation, server(situation.site(), true), true, faults);
    List<Outcome> outcomes = checkRecords(situation, observed, faults);
    if (!hasTeeth() && faults.isEmpty()) {
      faults.addAll(Timers.of(recorder.meters()).faultsSince(before, outcomes));
    }
    checkThen(situation, observed, faults);
    if (bareRun != null) {
      BareRun plain = bareRun.get();
      faults.addAll(plain.faults);
      faults.addAll(Transparency.faultsOf(plain.observed, observed));
    }
    return new Verdict(situation, faults);
  }

  /** What the client read without the instrument, and what went wrong there. */
  private record BareRun(List<Observed> observed, List<String> faults) {}

  /** Plays on the server without the instrument, meanwhile. */
  private Future<BareRun> playBare(Situation situation) throws Exception {
    Served served = server(situation.site(), false);
    return meanwhile.submit(
        () -> {
          List<String> faults = new ArrayList<>();
          return new BareRun(play(situation, served, false, faults), faults);
        });
  }

  private List<Observed> play(
      Situation situation, Served served, boolean withInstrument, List<String> faults) {
    Wire wire =
        new Wire(
            served.server.port(),
            situation.name(),
            container.facts(),
            withInstrument,
            served.probes);
    try {
      situation.client().play(wire);
    } catch (Exception | AssertionError e) {
      faults.add("client" + (withInstrument ? "" : ", without instrument") + ": " + told(e));
    }
    return wire.observed();
  }

  private List<Outcome> checkRecords(
      Situation situation, List<Observed> exchanges, List<String> faults) {
    Expectation expected = differences.expectation(situation, container.facts());
    List<Outcome> outcomes = new ArrayList<>();
    if (exchanges.isEmpty()) {
      faults.add("the client made no request");
    }
    for (Observed exchange : exchanges) {
      try {
        recorder.await(exchange.path(), patience);
        // The record may have come too early: look when the application has done its last action.
        Awaitility.await("the work of " + exchange.path())
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(2))
            .until(() -> !exchange.probe().isBusy());
      } catch (ConditionTimeoutException never) {
        faults.add(exchange.path() + ": never ended; the client read " + exchange.answer());
        continue;
      }
      Recording recording = recorder.now(exchange.path());
      faults.addAll(
          Agreement.faultsOf(exchange, recording, expected, container.facts(), instrument.claim()));
      recording.ends().forEach(end -> outcomes.add(end.outcome()));
    }
    return outcomes;
  }

  private void checkThen(Situation situation, List<Observed> observed, List<String> faults) {
    try {
      situation.then().check(new Seen(observed, recorder, second, container.facts()));
    } catch (Exception | AssertionError e) {
      faults.add(told(e));
    }
  }

  private static String told(Throwable e) {
    StackTraceElement[] stack = e.getStackTrace();
    String where =
        Arrays.stream(stack)
            .filter(frame -> frame.getClassName().startsWith(Suite.class.getPackageName()))
            .findFirst()
            .map(frame -> " at " + frame)
            .orElse("");
    return e + where;
  }

  private Served server(Site site, boolean withInstrument) throws Exception {
    Map<Site, Served> servers = withInstrument ? instrumented : bare;
    Served served = servers.get(site);
    if (served == null) {
      Probes probes = new Probes();
      List<Situation> here = situations.stream().filter(each -> each.site() == site).toList();
      Consumer<ServletContext> install =
          withInstrument ? context -> install(site, context) : c -> {};
      served =
          new Served(
              container.start(new WebApp(here, site.pages(), install, probes, hasTeeth())), probes);
      servers.put(site, served);
    }
    return served;
  }

  private void install(Site site, ServletContext context) {
    instrument.install(context, recorder);
    if (site == Site.TWO_BACKSTOPS) {
      Backstop.builder().onOutcome(second::ended).build().install(context);
    } else if (site == Site.FILTER_TWICE) {
      Instrument.map(context, recorder.backstop().filter());
    }
  }

  /**
   * Returns what is wrong with the whole run: an exchange that was opened and not ended, or that
   * was recorded again after it had been looked at.
   */
  List<String> faultsAtTheEnd() {
    List<String> faults = new ArrayList<>();
    long records = countRecords();
    try {
      Awaitility.await()
          .atMost(QUIET.multipliedBy(4))
          .during(QUIET)
          .until(() -> countRecords() == records);
    } catch (ConditionTimeoutException more) {
      faults.add("recorded after the end: " + (countRecords() - records) + " records");
    }
    for (String path : recorder.paths()) {
      Recording all = recorder.now(path);
      boolean once = all.ends().size() == 1;
      if (!hasTeeth()) {
        once &= all.opened() == 1 && all.logs().size() == 1 && all.spans().size() == 1;
      }
      if (!once) {
        faults.add(
            path
                + ": opened "
                + all.opened()
                + ", ended "
                + all.ends().size()
                + ", logs "
                + all.logs().size()
                + ", spans "
                + all.spans().size());
      }
    }
    return faults;
  }

  private long countRecords() {
    return recorder.paths().stream()
        .map(recorder::now)
        .mapToLong(all -> all.opened() + all.ends().size() + all.logs().size())
        .sum();
  }

  void stop() throws Exception {
    for (Map<Site, Served> servers : List.of(instrumented, bare)) {
      for (Served served : servers.values()) {
        served.server.stop();
      }
    }
    meanwhile.shutdownNow();
    recorder.close();
    second.close();
  }
}
