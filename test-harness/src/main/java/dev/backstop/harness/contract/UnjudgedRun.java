package dev.backstop.harness.contract;

import dev.backstop.harness.contract.ContainerUnderTest.RunningServer;
import jakarta.servlet.ServletContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The situations that need nothing of Backstop, played on one container without a judgement: what
 * another instrument recorded of them is for the caller to compare.
 *
 * <p>Work on other threads waits until a dispatch has left all filters, so that who looks there
 * sees the same each time.
 *
 * <p>Not thread-safe: one situation after the other.
 */
public final class UnjudgedRun {
  private final ContainerUnderTest container;
  private final Consumer<ServletContext> install;
  private final List<Situation> situations;
  private final Differences differences = Differences.read();
  private final Map<Site, RunningServer> servers = new EnumMap<>(Site.class);
  private final Map<Site, Probes> probes = new EnumMap<>(Site.class);

  /**
   * Creates a run, which starts servers as they are needed.
   *
   * @param container where the situations are played
   * @param install called once for each server that it starts
   */
  public UnjudgedRun(ContainerUnderTest container, Consumer<ServletContext> install) {
    this.container = container;
    this.install = install;
    this.situations =
        Situations.all().stream()
            .filter(situation -> situation.claim() == Instrument.Claim.OUTCOME_ALONE)
            .toList();
  }

  /** {@return the names of the situations, in the order of the contract} */
  public List<String> situations() {
    return situations.stream().map(Situation::name).toList();
  }

  /**
   * Plays a situation. Its exchanges may still go on afterwards.
   *
   * @param name one of {@link #situations}
   * @return what the client read of each of its exchanges, in the order in which it read them
   * @throws Exception where the container does not start, or the client could not play its part
   */
  public List<UnjudgedExchange> play(String name) throws Exception {
    Situation situation =
        situations.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    int port = server(situation.site()).port();
    Probes here = probes.computeIfAbsent(situation.site(), site -> new Probes());
    Wire wire = new Wire(port, name, container.facts(), false, here);
    situation.client().play(wire);
    Expectation expected = differences.expectation(situation, container.facts());
    return wire.observed().stream().map(seen -> new UnjudgedExchange(seen, expected)).toList();
  }

  private RunningServer server(Site site) throws Exception {
    RunningServer server = servers.get(site);
    if (server == null) {
      List<Situation> here = situations.stream().filter(each -> each.site() == site).toList();
      Probes known = probes.computeIfAbsent(site, ignored -> new Probes());
      server = container.start(new WebApp(here, site.pages(), install, known, true));
      servers.put(site, server);
    }
    return server;
  }

  /**
   * Stops the servers.
   *
   * @throws Exception where one does not stop
   */
  public void stop() throws Exception {
    for (RunningServer server : servers.values()) {
      server.stop();
    }
  }
}
