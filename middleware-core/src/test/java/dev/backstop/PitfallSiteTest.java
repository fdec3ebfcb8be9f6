package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.HandMade.Head;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told of a pitfall, and of which line of code. */
class PitfallSiteTest {
  private final List<Pitfall> told = new ArrayList<>();

  private static int lineOfThis() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow())
        .getLineNumber();
  }

  @Test
  void here_isTheLineThatCalled() {
    Pitfall pitfall = Pitfall.here(PitfallKind.FILTER_TWICE, "GET /", "filter", null);

    assertThat(pitfall.site().getClassName()).isEqualTo(PitfallSiteTest.class.getName());
    assertThat(pitfall.site().getLineNumber()).isEqualTo(lineOfThis() - 3);
  }

  @Test
  void late_cleanup_isToldWithNameExchangeSiteAndCause() {
    Backstop backstop = Backstop.builder().onPitfall(told::add).build();
    ExchangeLife life = backstop.open(Head.get("/orders"), null, this);
    life.end(200, Ending.COMPLETED, 0, null, null);
    IOException failure = new IOException("broken");

    life.cleanups()
        .register(
            "audit",
            outcome -> {
              throw failure;
            });

    assertThat(told).hasSize(1);
    assertThat(told.get(0).kind()).isEqualTo(PitfallKind.CLEANUP_LATE);
    assertThat(told.get(0).exchange()).isEqualTo("GET /orders");
    assertThat(told.get(0).detail()).isEqualTo("audit");
    assertThat(told.get(0).cause()).isSameAs(failure);
    assertThat(told.get(0).site().getClassName()).isEqualTo(PitfallSiteTest.class.getName());
  }

  @Test
  void listeners_oneThrows_theOthersAreTold() {
    Backstop backstop =
        Backstop.builder()
            .onPitfall(
                pitfall -> {
                  throw new AssertionError("a broken listener");
                })
            .onPitfall(told::add)
            .build();
    ExchangeLife life = backstop.open(Head.get("/orders"), null, this);
    life.end(200, Ending.COMPLETED, 0, null, null);

    try (LogLines log = LogLines.of(Backstop.class.getName())) {
      life.cleanups().register("audit", outcome -> {});

      assertThat(log.lines())
          .hasSize(1)
          .allMatch(line -> line.startsWith("WARN a pitfall listener threw"));
    }
    assertThat(told).hasSize(1);
  }
}
