package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.HandMade.Head;
import dev.backstop.completion.Exchanges;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeTest {
  private final AtomicLong now = new AtomicLong(5_000);
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Backstop backstop =
      Backstop.builder()
          .clock(now::get)
          .onOutcome((outcome, report) -> outcomes.add(outcome))
          .build();
  private final HttpServletRequest request = HandMade.request("/orders");

  private ExchangeLife open() {
    ExchangeLife life =
        backstop.open(Head.get("/orders"), request.getAttribute(Exchanges.ATTRIBUTE), this);
    request.setAttribute(Exchanges.ATTRIBUTE, life);
    return life;
  }

  private static void end(ExchangeLife life) {
    life.end(200, Ending.COMPLETED, 0, null, null);
  }

  // of -----------------------------------------------------------------------------------------

  @Test
  void of_nothingInstalled_saysWhatToInstall() {
    assertThatThrownBy(() -> Exchange.of(request))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "no exchange is open", "backstop.install(servletContext)", "backstop.filter()");
  }

  @Test
  void of_open_isThatExchange() {
    ExchangeLife life = open();

    assertThat(Exchange.of(request)).isSameAs(life);
  }

  @Test
  void of_ended_saysToTakeItEarlier() {
    end(open());

    assertThatThrownBy(() -> Exchange.of(request))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("has ended", "before the end");
  }

  @Test
  void of_twoBackstops_isTheInnermostThatIsOpen() {
    ExchangeLife outer = open();
    ExchangeLife inner = Backstop.builder().build().open(Head.get("/orders"), outer, this);
    request.setAttribute(Exchanges.ATTRIBUTE, inner);

    assertThat(Exchange.of(request)).isSameAs(inner);
    end(inner);
    assertThat(Exchange.of(request)).isSameAs(outer);
  }

  @Test
  void find_twoBackstops_eachFindsItsOwn() {
    Backstop second = Backstop.builder().build();
    ExchangeLife outer = open();
    ExchangeLife inner = second.open(Head.get("/orders"), outer, this);

    assertThat(backstop.find(inner)).isSameAs(outer);
    assertThat(second.find(inner)).isSameAs(inner);
    assertThat(second.find(outer)).isNull();
    assertThat(backstop.find("something else")).isNull();
    assertThat(backstop.find(null)).isNull();
  }

  // The end ------------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(Ending.class)
  void end_byTheContainer_isTheOutcomeWordForWord(Ending ending) {
    ExchangeLife life = open();
    life.route("/orders/{id}");
    now.addAndGet(1_500);

    life.end(203, ending, 77, null, null);

    Outcome outcome = life.outcome();
    assertThat(outcomes).containsExactly(outcome);
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                "GET",
                "/orders",
                "/orders/{id}",
                203,
                StatusSource.CONTAINER,
                ending,
                null,
                false,
                false,
                77,
                1_500));
  }

  @Test
  void end_again_changesNothing() {
    ExchangeLife life = open();
    end(life);
    Outcome first = life.outcome();

    life.end(500, Ending.ABORTED, 1, new IOException("reset"), null);
    life.asyncComplete();
    life.abandon();

    assertThat(life.outcome()).isSameAs(first);
    assertThat(outcomes).containsExactly(first);
  }

  @Test
  void end_cleanupsRunWithTheOutcomeAndListenersAfterThem() {
    List<Object> order = new ArrayList<>();
    Backstop listening =
        Backstop.builder()
            .onOutcome((outcome, report) -> order.add(report.count()))
            .onOutcome((outcome, report) -> order.add("second listener"))
            .build();
    ExchangeLife life = listening.open(Head.get("/"), null, this);
    life.cleanups().register("a", order::add);

    end(life);

    assertThat(order).containsExactly(life.outcome(), 1, "second listener");
  }

  @Test
  void outcome_beforeTheEnd_saysHowToGetIt() {
    ExchangeLife life = open();

    assertThatThrownBy(life::outcome)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("GET /orders", "before the end", "register a cleanup");
  }

  @Test
  void request_afterTheEnd_isRefused() {
    ExchangeLife life = open();
    assertThat(life.request().path()).isEqualTo("/orders");
    end(life);

    assertThatThrownBy(life::request)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("GET /orders", "after the end");
  }

  @Test
  void request_insideACleanup_isStillThere() {
    ExchangeLife life = open();
    List<String> seen = new ArrayList<>();
    life.cleanups().register("reads", outcome -> seen.add(life.request().path()));

    end(life);

    assertThat(seen).containsExactly("/orders");
  }

  @Test
  void messages_withAForgedPath_stayInOneLine() {
    ExchangeLife life = backstop.open(Head.get("/a\r\nERROR forged"), null, this);

    assertThatThrownBy(life::outcome).message().doesNotContain("\r", "\n");
    assertThat(life.toString()).doesNotContain("\r", "\n");
  }

  // Errors -------------------------------------------------------------------------------------

  private final IOException first = new IOException("first");
  private final IllegalStateException second = new IllegalStateException("second");

  @Test
  void recordError_isTheErrorAndHandled() {
    ExchangeLife life = open();
    life.recordError(first);
    end(life);

    assertThat(life.outcome().error()).isSameAs(first);
    assertThat(life.outcome().errorHandled()).isTrue();
  }

  @Test
  void recordError_twice_theFirstStays() {
    ExchangeLife life = open();
    life.recordError(first);
    life.recordError(second);
    end(life);

    assertThat(life.outcome().error()).isSameAs(first);
  }

  @Test
  void recordError_thenAnotherEscapes_theEscapedOneGoesBefore() {
    ExchangeLife life = open();
    life.recordError(first);
    life.escaped(second);
    life.escaped(first);
    end(life);

    assertThat(life.outcome().error()).isSameAs(second);
    assertThat(life.outcome().errorHandled()).isFalse();
  }

  @Test
  void recordError_thenTheSameEscapes_itIsNoLongerHandled() {
    ExchangeLife life = open();
    life.recordError(first);
    life.escaped(new ServletException(first));
    end(life);

    assertThat(life.outcome().error()).isSameAs(first);
    assertThat(life.outcome().errorHandled()).isFalse();
  }

  @Test
  void recordError_afterOneEscaped_changesNothing() {
    ExchangeLife life = open();
    life.escaped(first);
    life.recordError(second);
    end(life);

    assertThat(life.outcome().error()).isSameAs(first);
    assertThat(life.outcome().errorHandled()).isFalse();
  }

  @Test
  void recordError_wrapped_isWhatItWraps() {
    ExchangeLife life = open();
    life.recordError(new ServletException(first));
    end(life);

    assertThat(life.outcome().error()).isSameAs(first);
  }

  @Test
  void recordError_null_isRefusedByName() {
    ExchangeLife life = open();

    assertThatThrownBy(() -> life.recordError(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("error");
  }

  @Test
  void end_abortedWithAFailure_isTheErrorAndHandled() {
    ExchangeLife life = open();
    life.end(200, Ending.ABORTED, 5, first, null);

    assertThat(life.outcome().error()).isSameAs(first);
    assertThat(life.outcome().failed()).isFalse();
  }

  @Test
  void end_truncatedWithAFailure_isTheErrorAndFailed() {
    ExchangeLife life = open();
    life.end(200, Ending.TRUNCATED, 5, first, null);

    assertThat(life.outcome().error()).isSameAs(first);
    assertThat(life.outcome().failed()).isTrue();
  }

  @Test
  void end_withAFailureAfterAnError_theErrorStays() {
    ExchangeLife life = open();
    life.escaped(second);
    life.end(200, Ending.TRUNCATED, 5, first, null);

    assertThat(life.outcome().error()).isSameAs(second);
  }

  // What it carries ----------------------------------------------------------------------------

  @Test
  void route_setAndTakenBack() {
    ExchangeLife life = open();
    assertThat(life.route()).isNull();

    life.route("/orders/{id}");
    assertThat(life.route()).isEqualTo("/orders/{id}");

    life.route(null);
    assertThat(life.route()).isNull();
  }

  @Test
  void ids_areNullUntilSet() {
    ExchangeLife life = open();
    assertThat(life.traceId()).isNull();
    assertThat(life.requestId()).isNull();
    assertThat(life.tenant()).isNull();

    life.traceId("4bf92f3577b34da6a3ce929d0e0e4736");
    life.requestId("r-1");
    life.tenant("acme");

    assertThat(life.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(life.requestId()).isEqualTo("r-1");
    assertThat(life.tenant()).isEqualTo("acme");
  }

  @Test
  void runNow_insideTheExchange_knowsWhatIsKnown() {
    ExchangeLife life = open();
    life.route("/orders/{id}");
    life.recordError(first);
    List<Outcome> seen = new ArrayList<>();
    now.addAndGet(300);

    life.cleanups().register("early", seen::add).runNow();

    assertThat(seen.get(0).route()).isEqualTo("/orders/{id}");
    assertThat(seen.get(0).ending()).isEqualTo(Ending.UNFINISHED);
    assertThat(seen.get(0).error()).isSameAs(first);
    assertThat(seen.get(0).duration()).isEqualTo(Duration.ofNanos(300));
  }

  // Elsewhere ----------------------------------------------------------------------------------

  @Test
  void end_onAThreadThatMustNotWait_unwindsWhereTheContainerSays() {
    ExchangeLife life = open();
    List<Runnable> handedOver = new ArrayList<>();
    life.cleanups().register("a", outcome -> {});

    life.end(200, Ending.COMPLETED, 0, null, handedOver::add);

    assertThat(life.isEnded()).isTrue();
    assertThat(outcomes).isEmpty();
    handedOver.get(0).run();
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void end_onAThreadThatMustNotWait_theBuildersExecutorGoesBefore() {
    List<Runnable> mine = new ArrayList<>();
    List<Runnable> containers = new ArrayList<>();
    ExchangeLife life =
        Backstop.builder().executor(mine::add).build().open(Head.get("/"), null, this);

    life.end(200, Ending.COMPLETED, 0, null, containers::add);

    assertThat(mine).hasSize(1);
    assertThat(containers).isEmpty();
  }

  @Test
  void end_theExecutorRefuses_unwindsHere() {
    ExchangeLife life = open();

    life.end(
        200,
        Ending.COMPLETED,
        0,
        null,
        task -> {
          throw new java.util.concurrent.RejectedExecutionException("stopped");
        });

    assertThat(outcomes).hasSize(1);
  }
}
