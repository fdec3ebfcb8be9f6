package dev.backstop.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.contract.ContainerFacts;
import dev.backstop.harness.contract.ContainerUnderTest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each instrument records of each situation is what {@code truth.csv} says. */
class TruthTest {
  /** An instrument on a container. */
  record Server(Peers peer, ContainerFacts container) {
    ContainerUnderTest with(Peer instrument) {
      return container.equals(ContainerFacts.JETTY_EE11) ? new Jetty12(instrument) : new Tomcat11();
    }

    @Override
    public String toString() {
      return peer.title() + " on " + container.name();
    }
  }

  /** All of them where there is time. */
  static Stream<Server> servers() {
    Stream<Server> inEachBuild =
        Stream.of(Peers.BACKSTOP, Peers.WRAPPER, Peers.SPRING, Peers.TIMED_HANDLER)
            .map(peer -> new Server(peer, ContainerFacts.JETTY_EE11));
    Stream<Server> others =
        Stream.concat(
            Stream.of(Peers.BRAVE, Peers.LOGBOOK, Peers.DROPWIZARD)
                .map(peer -> new Server(peer, ContainerFacts.JETTY_EE11)),
            EnumSet.complementOf(EnumSet.of(Peers.AGENT, Peers.TIMED_HANDLER)).stream()
                .map(peer -> new Server(peer, ContainerFacts.TOMCAT_11)));
    return Boolean.getBoolean("backstop.long") ? Stream.concat(inEachBuild, others) : inEachBuild;
  }

  @ParameterizedTest
  @MethodSource("servers")
  void peer_inEachSituation_recordsWhatTheFileSays(Server server) throws Exception {
    Peer peer = server.peer().make();
    try {
      check(server.peer(), Measurement.of(server.peer().title(), server.with(peer), peer));
    } finally {
      peer.close();
    }
  }

  @Test
  void agent_inEachSituation_recordsWhatTheFileSays() throws Exception {
    String jetty = ContainerFacts.JETTY_EE11.name();
    check(Peers.AGENT, new AgentPeer().rows(Peers.AGENT.title(), jetty));
  }

  @Test
  void backstop_inTheFile_isRightInAllSituations() throws Exception {
    List<Row> rows =
        TruthFile.read().stream()
            .filter(row -> row.instrument().equals(Peers.BACKSTOP.title()))
            .toList();

    assertThat(rows).hasSizeGreaterThan(500).allMatch(Row::isTrue);
  }

  private static void check(Peers which, List<Row> measured) throws IOException {
    if (Boolean.getBoolean("backstop.write")) {
      TruthFile.write(measured);
    }
    List<Row> said = TruthFile.of(which.title(), measured.get(0).container());
    Map<String, String> varying =
        said.stream()
            .filter(row -> !row.varies().isEmpty())
            .collect(Collectors.toMap(Row::situation, Row::varies));

    assertThat(measured.stream().filter(row -> !varying.containsKey(row.situation())))
        .as("to write it anew: " + TruthFile.REMEDY)
        .containsExactlyElementsOf(said.stream().filter(row -> row.varies().isEmpty()).toList());
  }
}
