package dev.backstop.it.peers;

import dev.backstop.harness.Recorder;
import dev.backstop.harness.contract.Instrument;
import jakarta.servlet.ServletContext;
import java.util.List;

/** An instrument that the contract knows: Backstop itself, and the wrapper written by hand. */
final class OfHarness implements Peer {
  private final Instrument instrument;
  private final Recorder recorder = new Recorder();

  OfHarness(Instrument instrument) {
    this.instrument = instrument;
  }

  @Override
  public void install(ServletContext context) {
    instrument.install(context, recorder);
  }

  @Override
  public List<Told> told(String path) {
    return recorder.now(path).ends().stream()
        .map(
            end ->
                new Told(
                    end.outcome().status(), Told.namesOf(end.outcome().error()), end.endNanos()))
        .toList();
  }

  @Override
  public void close() {
    recorder.close();
  }
}
