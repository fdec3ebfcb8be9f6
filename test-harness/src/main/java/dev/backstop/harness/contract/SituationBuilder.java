package dev.backstop.harness.contract;

import dev.backstop.harness.contract.Situation.Part;
import dev.backstop.harness.contract.Situation.Script;
import dev.backstop.harness.contract.Situation.Then;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Puts a situation together. */
final class SituationBuilder {
  private final String name;
  private final String group;
  private final List<Part<Behaviour>> servlets = new ArrayList<>();
  private final List<Part<Around>> filters = new ArrayList<>();
  private final List<Part<Around>> outsideFilters = new ArrayList<>();
  private Site site = Site.PAGES_FOR_SOME;
  private Set<DispatcherType> filteredDispatches =
      EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC);
  private Script client = wire -> wire.get().exchange();
  private Expectation expected =
      new Expectation(200, Set.of(Ending.COMPLETED), null, false, false, List.of());
  private Instrument.Claim claim = Instrument.Claim.OUTCOME_ALONE;
  private boolean comparesBytes = true;
  private Then then = seen -> {};

  SituationBuilder(String name, String group) {
    this.name = name;
    this.group = group;
  }

  // What the application does ------------------------------------------------------------------

  SituationBuilder servlet(Behaviour behaviour) {
    servlets.add(new Part<>(name, "/" + name + "/*", behaviour));
    return this;
  }

  SituationBuilder servlet(Behaviour.Probed behaviour) {
    return servlet(Behaviour.of(behaviour));
  }

  /** A second servlet, to dispatch to; its path is {@link #path}. */
  SituationBuilder target(String suffix, Behaviour behaviour) {
    servlets.add(new Part<>(name + "." + suffix, path(name, suffix), behaviour));
    return this;
  }

  SituationBuilder target(String suffix, Behaviour.Probed behaviour) {
    return target(suffix, Behaviour.of(behaviour));
  }

  /** The path of a second servlet. */
  static String path(String situation, String suffix) {
    return "/to/" + situation + "/" + suffix;
  }

  /** A filter inside of the instrument; the first is the outermost. */
  SituationBuilder filter(Around around) {
    filters.add(new Part<>(name + " filter " + filters.size(), "/" + name + "/*", around));
    return this;
  }

  /** A filter outside of the instrument; the first is the outermost. */
  SituationBuilder outside(Around around) {
    outsideFilters.add(
        new Part<>(name + " outside " + outsideFilters.size(), "/" + name + "/*", around));
    return this;
  }

  SituationBuilder filtered(Set<DispatcherType> dispatches) {
    filteredDispatches = EnumSet.copyOf(dispatches);
    return this;
  }

  SituationBuilder at(Site where) {
    site = where;
    return this;
  }

  // What the client does -----------------------------------------------------------------------

  SituationBuilder client(Script script) {
    client = script;
    return this;
  }

  // What is to be expected ---------------------------------------------------------------------

  SituationBuilder expect(int status) {
    expected = expected.withStatus(status);
    return this;
  }

  SituationBuilder expect(int status, Ending ending) {
    return expect(status, Set.of(ending));
  }

  SituationBuilder expect(int status, Set<Ending> endings) {
    expected = expected.withStatus(status).withEndings(endings);
    return this;
  }

  /** Each exchange has a status of its own. */
  SituationBuilder expectAnyStatus() {
    expected = expected.withStatus(-1);
    return this;
  }

  /** The error that escaped. */
  SituationBuilder error(Class<? extends Throwable> type) {
    expected = expected.withError(type.getSimpleName(), false);
    return this;
  }

  /** The error that the application turned into an answer. */
  SituationBuilder handled(Class<? extends Throwable> type) {
    expected = expected.withError(type.getSimpleName(), true);
    return this;
  }

  /** The lost connection is the recorded error, which the application caught or never saw. */
  SituationBuilder lostConnection() {
    expected = expected.withError(Expectation.LOST_CONNECTION, true);
    return this;
  }

  /** The lost connection, or a broken request, is the recorded error, and it escaped. */
  SituationBuilder lostConnectionEscapes() {
    expected = expected.withError(Expectation.LOST_CONNECTION, false);
    return this;
  }

  /** The lost connection may have been seen, or not. */
  SituationBuilder lostConnectionOrNothing() {
    expected = expected.withError(Expectation.LOST_OR_NOTHING, true);
    return this;
  }

  /** The exchanges differ, and the situation is about something else. */
  SituationBuilder anyEnding() {
    expected = expected.withEndings(Set.of(Ending.COMPLETED, Ending.ABORTED, Ending.TRUNCATED));
    return this;
  }

  /** The same for the error. */
  SituationBuilder anyError() {
    expected = expected.withError(Expectation.LOST_OR_NOTHING, true);
    return this;
  }

  SituationBuilder timedOut() {
    expected = expected.withTimedOut(true);
    return this;
  }

  SituationBuilder pitfalls(PitfallKind... kinds) {
    expected = expected.withPitfalls(List.of(kinds));
    return this;
  }

  /** Only an instrument with a cleanup registry can be put to this. */
  SituationBuilder needsRegistry() {
    claim = Instrument.Claim.TRUTH_OR_GUESS;
    return this;
  }

  /** Only an instrument that hears of the real end can be put to this. */
  SituationBuilder needsRealEnd() {
    claim = Instrument.Claim.TRUTH;
    return this;
  }

  /** How much the client reads before it leaves is up to the network. */
  SituationBuilder bytesVary() {
    comparesBytes = false;
    return this;
  }

  SituationBuilder then(Then check) {
    then = check;
    return this;
  }

  Situation build() {
    return new Situation(
        name,
        group,
        site,
        List.copyOf(servlets),
        List.copyOf(filters),
        List.copyOf(outsideFilters),
        filteredDispatches,
        client,
        expected,
        claim,
        comparesBytes,
        then);
  }
}
