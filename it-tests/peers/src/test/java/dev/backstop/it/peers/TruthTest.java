package dev.backstop.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.contract.ContainerFacts;
import dev.backstop.harness.contract.ContainerUnderTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each instrument records of each situation is what {@code truth.csv} says. */
class TruthTest {
  private static final String IS_LONG = "backstop.long";

  @ParameterizedTest
  @EnumSource(names = {"BACKSTOP", "WRAPPER", "SPRING", "TIMED_HANDLER"})
  void onJetty_recordsWhatTheFileSays(Peers which) throws Exception {
    check(which, Jetty12::new);
  }

  @ParameterizedTest
  @EnumSource(names = {"BRAVE", "LOGBOOK", "DROPWIZARD"})
  @EnabledIfSystemProperty(named = IS_LONG, matches = "true")
  void others_onJetty_recordWhatTheFileSays(Peers which) throws Exception {
    check(which, Jetty12::new);
  }

  @Test
  @EnabledIfSystemProperty(named = IS_LONG, matches = "true")
  void agent_onJetty_recordsWhatTheFileSays() throws Exception {
    String jetty = ContainerFacts.JETTY_EE11.name();
    check(Peers.AGENT, new AgentPeer().rows(Peers.AGENT.title(), jetty));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TIMED_HANDLER", "AGENT"},
      mode = EnumSource.Mode.EXCLUDE)
  @EnabledIfSystemProperty(named = IS_LONG, matches = "true")
  void onTomcat_recordsWhatTheFileSays(Peers which) throws Exception {
    check(which, peer -> new Tomcat11());
  }

  @Test
  void backstop_inTheFile_isRightInAllSituations() throws Exception {
    List<Row> rows =
        TruthFile.read().stream()
            .filter(row -> row.instrument().equals(Peers.BACKSTOP.title()))
            .toList();

    assertThat(rows).hasSizeGreaterThan(500).allMatch(Row::isTrue);
  }

  private static void check(Peers which, Function<Peer, ContainerUnderTest> container)
      throws Exception {
    Peer peer = which.make();
    List<Row> measured;
    try {
      measured = Measurement.of(which.title(), container.apply(peer), peer);
    } finally {
      peer.close();
    }
    check(which, measured);
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
