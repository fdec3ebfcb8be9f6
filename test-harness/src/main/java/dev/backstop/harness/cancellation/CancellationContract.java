package dev.backstop.harness.cancellation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cancellation.CancelReason;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.harness.ServerStarter;
import dev.backstop.outcome.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a container tells of a client that has gone, of timeouts and of its stop: each cell of its
 * column of {@link CancellationTable} is played.
 *
 * <p>Extend it and start the container.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CancellationContract implements ServerStarter {
  private final CancellationTable table = CancellationTable.read();

  /** For subclasses. */
  protected CancellationContract() {}

  /** {@return the column} */
  protected abstract String container();

  private Stream<String> situations() {
    List<String> played =
        table.situations().stream()
            .filter(name -> !table.cell(name, container()).equals(CancellationTable.NOT_PLAYED))
            .toList();
    assertThat(played).as("situations of " + container()).isNotEmpty();
    return played.stream();
  }

  @ParameterizedTest
  @MethodSource("situations")
  final void situation_isToldAsTheTableSays(String situation) throws Exception {
    String expected = table.cell(situation, container());

    String told = CancelSituation.valueOf(situation).play(new Play(this, expected));

    assertThat(told).isEqualTo(expected);
  }

  /** The incident: one sub-request of fifty is cancelled, and every cleanup closes the last one. */
  @Test
  final void fanOut_oneChildCancelled_leavesTheOthersAndEachCleanupSeesItsOwn() throws Exception {
    int cancelled = 17;
    FanOut fanOut = new FanOut();
    List<String> lines = new ArrayList<>();
    List<FanOut.Cleaned> cleaned = new ArrayList<>();
    for (int id = 0; id < FanOut.SUB_REQUESTS; id++) {
      boolean hit = id == cancelled;
      lines.add(id + (hit ? " cancelled" : " answer " + id));
      cleaned.add(0, new FanOut.Cleaned(id, hit ? CancelReason.EXPLICIT : null, 200));
    }
    try (Recorder recorder = new Recorder()) {
      Server server = start(context -> fanOut.initialize(context, recorder.backstop()), Map.of());
      try (RawHttpClient client = RawHttpClient.connect(server.port())) {
        client.send("GET " + FanOut.PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        fanOut.cancelOneAndAnswerTheRest(cancelled);
        RawResponse answer = client.read("GET");
        Recording recording = recorder.await(FanOut.PATH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.text().lines()).containsExactlyElementsOf(lines);
        assertThat(fanOut.reasonAtTheAnswer()).as("of the whole exchange").isNull();
        assertThat(recording.outcome().ending()).isEqualTo(Ending.COMPLETED);
        assertThat(fanOut.cleaned()).containsExactlyElementsOf(cleaned);
        assertThat(recording.pitfalls()).isEmpty();
      } finally {
        server.stop();
      }
    }
  }
}
