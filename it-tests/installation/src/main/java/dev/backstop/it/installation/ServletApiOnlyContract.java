package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is known without the container's own signal, as in a container that Backstop has no package
 * for: each exchange still ends once, and who told the status is never said to be the container.
 */
public abstract class ServletApiOnlyContract extends ContainerContract {
  // An unavailable servlet stays so for a second: the last.
  private static final List<String> PAGES =
      List.of(
          "ok",
          "created",
          "flushed",
          "missing",
          "moved",
          "throws",
          "flushedThenThrows",
          "asyncCreated",
          "asyncMissing",
          "asyncTimesOut",
          "unavailable");

  private final Watched watched = new Watched(Backstop.builder().servletApiOnly());

  /** Makes the contract. */
  protected ServletApiOnlyContract() {}

  /** Returns, for each page, a line of its name, status, status source and ending. */
  protected abstract String expected();

  @Test
  void servletApiOnly_everyPage_endsOnceWithTheStatusOfTheWireAndSaysWhoToldIt() throws Exception {
    add("/shop", watched);
    server().start();
    List<String> seen = new ArrayList<>();
    for (String page : PAGES) {
      int wire = Watched.get(server().port(), "/shop/" + page).status();
      Outcome outcome = watched.await(seen.size() + 1).get(seen.size());
      assertThat(outcome.path()).isEqualTo("/shop/" + page); // so none ended twice before
      assertThat(outcome.status()).as(page).isEqualTo(wire);
      seen.add(
          page + " " + outcome.status() + " " + outcome.statusSource() + " " + outcome.ending());
    }

    assertThat(seen).containsExactlyElementsOf(expected().lines().toList());
  }

  @Test
  void servletApiOnly_reload_endsEachExchangeOnce() throws Exception {
    WebContext context = add("/shop", watched);
    server().start();
    watched.assertEndsEachOnce(server().port(), "/shop");

    context.reload();

    watched.assertEndsEachOnce(server().port(), "/shop");
  }
}
