package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A Backstop, and the outcomes of the exchanges that it ended. */
public final class Watched {
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final Backstop backstop;

  /** Makes one with a Backstop that does nothing else. */
  public Watched() {
    this(Backstop.builder());
  }

  /** Makes one with the Backstop of a builder. */
  public Watched(BackstopBuilder builder) {
    backstop = builder.onOutcome((outcome, report) -> outcomes.add(outcome)).build();
  }

  /** Returns the Backstop. */
  public Backstop backstop() {
    return backstop;
  }

  /** Returns the outcomes so far, in the order in which they came. */
  public List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** Waits until some exchanges have ended. */
  public List<Outcome> await(int count) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> outcomes.size() >= count);
    return outcomes();
  }

  /**
   * Asks for three pages, one after the other, and asserts that each of them ended once, with what
   * the client read. An end too many, of the first or the second, would be there before the third.
   */
  public void assertEndsEachOnce(int port, String contextPath) {
    int before = outcomes.size();
    List<String> expected = new ArrayList<>();
    for (String page : List.of("first", "created", "third")) {
      String path = contextPath + "/" + page;
      RawResponse answer = get(port, path);
      expected.add(path + " " + answer.status());
      await(before + expected.size());
    }
    assertThat(outcomes().subList(before, outcomes.size()))
        .extracting(outcome -> outcome.path() + " " + outcome.status())
        .containsExactlyElementsOf(expected);
    assertThat(expected).contains(contextPath + "/created 201");
  }

  /** Reads one answer, on a connection of its own. */
  public static RawResponse get(int port, String path) {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .read("GET");
    }
  }
}
