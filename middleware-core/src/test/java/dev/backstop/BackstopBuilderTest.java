package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.HandMade.Head;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.AccessLog;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallListener;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackstopBuilderTest {
  private final List<String> started = new ArrayList<>();

  /** A middleware of an application. */
  private class Noted implements Middleware {
    private final String name;
    private final Stage stage;

    Noted(String name, Stage stage) {
      this.name = name;
      this.stage = stage;
    }

    @Override
    public Watch start(Exchange exchange) {
      started.add(name);
      return (outcome, report) -> {};
    }

    @Override
    public Stage stage() {
      return stage;
    }

    @Override
    public String name() {
      return name;
    }
  }

  @Test
  void build_nothingInUse_works() {
    assertThatCode(() -> Backstop.builder().build()).doesNotThrowAnyException();
  }

  static Stream<Arguments> mistakes() {
    Middleware twice = exchange -> (outcome, report) -> {};
    PitfallListener listener = pitfall -> {};
    BiConsumer<Outcome, CleanupReport> outcomes = (outcome, report) -> {};
    Executor pool = Runnable::run;
    return Stream.of(
        mistake(b -> b.use(null), "use(middleware) was given null", "leave the call out"),
        mistake(b -> b.use(twice).use(twice), "called twice", "recorded twice", "keep one"),
        mistake(
            b -> b.use(AccessLog.create()).use(AccessLog.create()),
            "use(AccessLog)",
            "called twice",
            "keep one"),
        mistake(b -> b.use(named(null)), "name", "null", "give"),
        mistake(b -> b.use(named(" ")), "name", "blank", "give"),
        mistake(b -> b.use(staged(null)), "use(staged)", "stage", "null", "Stage.OBSERVER"),
        mistake(b -> b.onPitfall(null), "onPitfall", "null", "PitfallListener.logging()"),
        mistake(b -> b.onPitfall(listener).onPitfall(listener), "onPitfall", "twice", "keep one"),
        mistake(b -> b.onOutcome(null), "onOutcome", "null", "leave the call out"),
        mistake(b -> b.onOutcome(outcomes).onOutcome(outcomes), "onOutcome", "twice", "keep one"),
        mistake(b -> b.executor(null), "executor", "null", "container's pool"),
        mistake(b -> b.executor(pool).executor(pool), "executor(..)", "twice", "keep one"),
        mistake(b -> b.clock(null), "clock", "null", "System.nanoTime()"),
        mistake(b -> b.fallbackAfter(null), "fallbackAfter", "null", "10 seconds"),
        mistake(b -> b.fallbackAfter(Duration.ofMillis(999)), "fallbackAfter(PT0.999S)", "PT1S"),
        mistake(b -> b.fallbackAfter(Duration.ofSeconds(-5)), "fallbackAfter(PT-5S)", "PT1S"),
        mistake(b -> b.reportAge(null), "reportAge", "null", "5 minutes"),
        mistake(b -> b.reportAge(Duration.ZERO), "reportAge(PT0S)", "positive duration"),
        mistake(b -> b.reportAge(Duration.ofSeconds(-1)), "reportAge(PT-1S)", "positive"),
        mistake(b -> b.carryDeadline(null), "carryDeadline", "null", "30 seconds"),
        mistake(b -> b.carryDeadline(Duration.ZERO), "carryDeadline(PT0S)", "positive"));
  }

  private static Arguments mistake(Consumer<BackstopBuilder> mistake, String... told) {
    return Arguments.of(String.join(", ", told), mistake, told);
  }

  private static Middleware named(String name) {
    return new BackstopBuilderTest().new Noted(name, Stage.OBSERVER);
  }

  private static Middleware staged(Stage stage) {
    return new BackstopBuilderTest().new Noted("staged", stage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void build_mistake_saysFactValueAndRemedy(
      String title, Consumer<BackstopBuilder> mistake, String[] told) {
    BackstopBuilder builder = Backstop.builder();

    // The call itself never throws: build() tells all at once.
    mistake.accept(builder);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Backstop cannot be built: ")
        .hasMessageContainingAll(told);
  }

  @Test
  void build_severalMistakes_tellsAllOfThem() {
    BackstopBuilder builder =
        Backstop.builder().use(null).clock(null).reportAge(Duration.ZERO).executor(null);

    assertThatThrownBy(builder::build)
        .hasMessageContainingAll("use(middleware)", "clock(nanoTime)", "reportAge(", "executor(");
  }

  @Test
  void build_twoMiddlewareOfOneClassOfTheApplication_areTwo() {
    Backstop backstop =
        Backstop.builder()
            .use(new Noted("a", Stage.OBSERVER))
            .use(new Noted("b", Stage.OBSERVER))
            .build();

    backstop.open(Head.get("/"), null, this);

    assertThat(started).containsExactly("a", "b");
  }

  @Test
  void use_contextAndObservers_contextStartsFirstThenListOrder() {
    Backstop backstop =
        Backstop.builder()
            .use(new Noted("log", Stage.OBSERVER))
            .use(new Noted("trace", Stage.CONTEXT))
            .use(new Noted("metrics", Stage.OBSERVER))
            .use(new Noted("tenant", Stage.CONTEXT))
            .build();

    backstop.open(Head.get("/"), null, this);

    assertThat(started).containsExactly("trace", "tenant", "log", "metrics");
  }

  @Test
  void use_afterBuild_changesNothingInWhatWasBuilt() {
    BackstopBuilder builder = Backstop.builder().use(new Noted("a", Stage.OBSERVER));
    Backstop first = builder.build();

    Backstop second = builder.use(new Noted("b", Stage.OBSERVER)).build();
    first.open(Head.get("/"), null, this);
    assertThat(started).containsExactly("a");

    second.open(Head.get("/"), null, this);
    assertThat(started).containsExactly("a", "a", "b");
  }

  @Test
  void durations_thatMeanNever_areTaken() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    Backstop backstop =
        Backstop.builder()
            .fallbackAfter(forever)
            .reportAge(forever)
            .carryDeadline(forever)
            .onPitfall(pitfall -> started.add(pitfall.kind().id()))
            .build();
    ExchangeLife life = backstop.open(Head.get("/"), null, this);
    life.terminal();

    for (int second = 0; second < 100; second++) {
      life.inspect(System.nanoTime());
    }

    assertThat(life.isEnded()).isFalse();
    assertThat(started).isEmpty();
  }

  @Test
  void name_ofANamedClass_isItsSimpleName() {
    assertThat(AccessLog.create().name()).isEqualTo("AccessLog");
  }

  /** It stands in reports, log lines and tags: never blank, never another one after a restart. */
  @Test
  void name_ofALambdaOrAnAnonymousClass_isThatOfTheClassAroundIt() {
    Middleware lambda = exchange -> (outcome, report) -> {};
    Middleware anonymous =
        new Middleware() {
          @Override
          public Watch start(Exchange exchange) {
            return (outcome, report) -> {};
          }
        };

    assertThat(lambda.name()).isEqualTo("BackstopBuilderTest");
    assertThat(anonymous.name()).isEqualTo("BackstopBuilderTest");
  }
}
