package dev.backstop.harness.cancellation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.ServerStarter;
import java.util.List;
import java.util.stream.Stream;
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

  /** Returns the column. */
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
}
