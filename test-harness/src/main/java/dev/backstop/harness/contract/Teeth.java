package dev.backstop.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The contract put to instruments that cannot hold it: it must find them wrong in exactly the
 * situations that {@code teeth.csv} names, and in no other.
 *
 * <p>Stateless.
 */
public final class Teeth {
  private static final String FILE = "teeth.csv";

  private Teeth() {}

  /**
   * Plays all situations that the instrument claims to know.
   *
   * @param container the server that is started for it
   * @param instrument one that the contract must find wrong, as {@link Instrument#naiveWrapper}
   * @throws AssertionError where it is wrong in other situations than the table names
   * @throws Exception where the container does not start
   */
  public static void assertWrongWhereNamed(ContainerUnderTest container, Instrument instrument)
      throws Exception {
    Suite suite = new Suite(container, instrument);
    Results results = new Results();
    try {
      for (Situation situation : suite.situations()) {
        results.add(suite.play(situation));
      }
    } finally {
      suite.stop();
    }
    String name = container.facts().name();
    results.log(name, instrument.name());
    Set<String> wrong = new TreeSet<>();
    List<Verdict> unnamed = new ArrayList<>();
    Set<String> named = named(instrument.name(), name);
    for (Verdict verdict : results.verdicts()) {
      if (!verdict.isRight()) {
        wrong.add(verdict.situation().name());
        if (!named.contains(verdict.situation().name())) {
          unnamed.add(verdict);
        }
      }
    }
    assertThat(wrong)
        .as("%s; found wrong without being named: %s", instrument.name(), unnamed)
        .isEqualTo(named);
  }

  private static Set<String> named(String instrument, String container) {
    return Table.read(FILE, 3).stream()
        .filter(row -> row.get(0).equals(instrument) && row.get(1).equals(container))
        .map(row -> row.get(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
