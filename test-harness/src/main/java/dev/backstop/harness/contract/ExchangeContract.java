package dev.backstop.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract as a test class: each situation is a test. A container joins with a subclass that
 * starts its server.
 *
 * <p>Of each exchange there must be exactly one outcome, log event, span and timer tick; they and
 * the status line that the client read must agree; none may come before the end; and the answer
 * must be, byte for byte, that of a server without Backstop.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExchangeContract {
  private final List<Situation> situations = Situations.all();
  private final Results results = new Results();
  private final Suite suite = new Suite(container(), Instrument.backstop(), situations);

  /** For subclasses. */
  protected ExchangeContract() {}

  /** Returns how to start the container. */
  protected abstract ContainerUnderTest container();

  @TestFactory
  final Stream<DynamicContainer> situations() {
    return situations.stream()
        .collect(Collectors.groupingBy(Situation::group, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(group -> DynamicContainer.dynamicContainer(group.getKey(), tests(group.getValue())));
  }

  private Stream<DynamicTest> tests(List<Situation> group) {
    return group.stream()
        .map(situation -> DynamicTest.dynamicTest(situation.name(), () -> play(situation)));
  }

  private void play(Situation situation) throws Exception {
    Verdict verdict = suite.play(situation);
    results.add(verdict);
    assertThat(verdict.faults()).as(situation.name()).isEmpty();
  }

  @AfterAll
  final void recordedOnceEach() throws Exception {
    List<String> faults = suite.faultsAtTheEnd();
    suite.stop();
    results.log(container().facts().name(), Instrument.backstop().name());
    assertThat(faults).as("opened = ended, each once").isEmpty();
  }

  @Test
  final void differences_eachRow_saysSomething() {
    assertThat(Differences.read().idleRows(situations)).isEmpty();
  }
}
