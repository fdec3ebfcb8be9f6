package dev.backstop.it.peers;

import dev.backstop.harness.contract.Instrument;
import java.util.Arrays;
import java.util.List;

/** All that is compared, in the order of the tables. */
enum Peers {
  BACKSTOP("Backstop"),
  WRAPPER("wrapper by hand"),
  SPRING("Spring"),
  BRAVE("Brave"),
  LOGBOOK("Logbook"),
  DROPWIZARD("Dropwizard"),
  TIMED_HANDLER("TimedHandler"),
  AGENT("agent");

  private final String title;

  Peers(String title) {
    this.title = title;
  }

  /** Returns the name in the tables. */
  String title() {
    return title;
  }

  Peer make() {
    return switch (this) {
      case BACKSTOP -> new OfHarness(Instrument.backstop());
      case WRAPPER -> new OfHarness(Instrument.naiveWrapper());
      case SPRING -> new SpringPeer();
      case BRAVE -> new BravePeer();
      case LOGBOOK -> new LogbookPeer();
      case DROPWIZARD -> new DropwizardPeer();
      case TIMED_HANDLER -> new TimedHandlerPeer();
      case AGENT -> new AgentPeer();
    };
  }

  static List<String> titles() {
    return Arrays.stream(values()).map(Peers::title).toList();
  }
}
