package dev.backstop.harness.contract;

import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.Set;

/**
 * One thing that can happen to an exchange.
 *
 * @param name unique; the first segment of its paths
 * @param group what the table of results counts by
 * @param expected what the wire and the record should say, if the container's row says nothing else
 * @param claim the least that an instrument must claim to be put to this
 * @param then what else must hold
 */
record Situation(
    String name,
    String group,
    Site site,
    List<Part<Behaviour>> servlets,
    List<Part<Around>> filters,
    List<Part<Around>> outsideFilters,
    Set<DispatcherType> filteredDispatches,
    Script client,
    Expectation expected,
    Instrument.Claim claim,
    boolean comparesBytes,
    Then then) {

  /** A servlet or filter with its name and its mapping. */
  record Part<T>(String name, String mapping, T behaviour) {}

  /** What the client does. */
  @FunctionalInterface
  interface Script {
    void play(Wire wire) throws Exception;
  }

  /** What else must hold, told by assertions. */
  @FunctionalInterface
  interface Then {
    void check(Seen seen) throws Exception;
  }
}
