package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Middleware behind a real Jetty: when its watches are called, and what it costs if they throw. */
class ObserversTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();
  private final List<CleanupReport> reports = new CopyOnWriteArrayList<>();

  /** Notes every call, and throws in one of them if told so. */
  private final class Noting implements Middleware {
    private final String name;
    private final Stage stage;
    private final String throwsIn;
    private final @Nullable Throwable thrown;

    Noting(String name, Stage stage) {
      this(name, stage, "", null);
    }

    Noting(String name, Stage stage, String throwsIn, @Nullable Throwable thrown) {
      this.name = name;
      this.stage = stage;
      this.throwsIn = throwsIn;
      this.thrown = thrown;
    }

    private void called(String call) {
      calls.add(name + " " + call);
      if (throwsIn.equals(call)) {
        ObserversTest.<RuntimeException>sneak(thrown);
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Stage stage() {
      return stage;
    }

    @Override
    public Watch start(Exchange exchange) {
      called("start");
      return new Watch() {
        @Override
        public AutoCloseable enter(DispatcherType type) {
          called("enter");
          return () -> called("leave");
        }

        @Override
        public void leaving(DispatcherType type) {
          called("leaving");
        }

        @Override
        public void beforeCommit(int status) {
          called("beforeCommit");
        }

        @Override
        public void error(Throwable error, boolean handled) {
          called("error");
        }

        @Override
        public void end(Outcome outcome, CleanupReport report) {
          called("end");
        }
      };
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  /** Asks once, of an application that records an error and answers 422. */
  private String answer(Backstop backstop) throws Exception {
    try (JettyServer jetty = new JettyServer()) {
      jetty.serve(
          "/orders",
          (request, response) -> {
            calls.add("application");
            Exchange exchange = Exchange.of(request);
            exchange.cleanups().register("close", outcome -> calls.add("cleanup"));
            exchange.recordError(new IllegalArgumentException("no such article"));
            response.setStatus(422);
            response.getOutputStream().print("refused");
          });
      backstop.install(jetty.context.getServletContext());
      jetty.start();
      String answer = jetty.get("/orders");
      await().until(() -> !reports.isEmpty());
      return answer;
    }
  }

  private BackstopBuilder builder() {
    return Backstop.builder()
        .onPitfall(pitfalls::add)
        .onOutcome((outcome, report) -> reports.add(report));
  }

  @Test
  void watches_areCalledInTheOrderOfTheirStages() throws Exception {
    Backstop backstop =
        builder()
            .use(new Noting("log", Stage.OBSERVER))
            .use(new Noting("trace", Stage.CONTEXT))
            .build();

    answer(backstop);

    assertThat(calls)
        .containsExactly(
            "trace start",
            "log start",
            "trace enter",
            "log enter",
            "application",
            "trace error",
            "log error",
            "trace beforeCommit",
            "log beforeCommit",
            "trace leaving",
            "log leaving",
            "log leave",
            "trace leave",
            "cleanup",
            "log end",
            "trace end");
    assertThat(reports.get(0).cleanups())
        .extracting(CleanupReport.Ran::name)
        .containsExactly("close", "log", "trace");
    assertThat(pitfalls).isEmpty();
  }

  static Stream<Arguments> failures() {
    return Stream.of("start", "enter", "leaving", "leave", "beforeCommit", "error", "end")
        .flatMap(
            call ->
                Stream.of(
                    Arguments.of(call, new IllegalStateException("broken")),
                    Arguments.of(call, new AssertionError("broken")),
                    Arguments.of(call, new StackOverflowError("broken")),
                    Arguments.of(call, new Exception("broken"))));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void watchThatThrows_costsNeitherTheRequestNorTheOthersAnything(String call, Throwable thrown)
      throws Exception {
    Backstop backstop =
        builder()
            .use(new Noting("first", Stage.CONTEXT))
            .use(new Noting("broken", Stage.OBSERVER, call, thrown))
            .use(new Noting("last", Stage.OBSERVER))
            .build();

    String answer = answer(backstop);

    assertThat(answer).startsWith("HTTP/1.1 422 ").endsWith("refused");
    for (String other : List.of("first", "last")) {
      assertThat(calls.stream().filter(line -> line.startsWith(other)))
          .containsExactlyInAnyOrder(
              other + " start",
              other + " enter",
              other + " error",
              other + " beforeCommit",
              other + " leaving",
              other + " leave",
              other + " end");
    }
    assertThat(calls).contains("cleanup");
    assertThat(pitfalls).hasSize(1);
    assertThat(pitfalls.get(0).kind()).isEqualTo(PitfallKind.OBSERVER_FAILED);
    assertThat(pitfalls.get(0).cause()).isSameAs(thrown);
    assertThat(pitfalls.get(0).detail()).contains(call);
    assertThat(reports.get(0).failedCount()).isEqualTo(call.equals("end") ? 1 : 0);
  }

  /** With several in use, "enter" alone does not say whom to mend. */
  @ParameterizedTest
  @ValueSource(strings = {"start", "enter", "leaving", "leave", "beforeCommit", "error", "end"})
  void watchThatThrows_isNamed(String call) throws Exception {
    Backstop backstop =
        builder()
            .use(new Noting("first", Stage.OBSERVER))
            .use(new Noting("broken", Stage.OBSERVER, call, new AssertionError("x")))
            .build();

    answer(backstop);

    assertThat(pitfalls).extracting(Pitfall::detail).containsExactly("broken." + call);
  }

  @Test
  void start_returnsNull_itDoesNotWatchThisExchange() throws Exception {
    Backstop backstop =
        builder().use(exchange -> null).use(new Noting("log", Stage.OBSERVER)).build();

    assertThat(answer(backstop)).startsWith("HTTP/1.1 422 ");

    assertThat(calls).contains("log start", "log end");
    assertThat(pitfalls).isEmpty();
    assertThat(reports.get(0).count()).isEqualTo(2);
  }

  @Test
  void onOutcome_throws_theOthersAreTold() throws Exception {
    AssertionError thrown = new AssertionError("broken");
    Backstop backstop =
        Backstop.builder()
            .onPitfall(pitfalls::add)
            .onOutcome(
                (outcome, report) -> {
                  throw thrown;
                })
            .onOutcome((outcome, report) -> reports.add(report))
            .build();

    assertThat(answer(backstop)).startsWith("HTTP/1.1 422 ");

    assertThat(pitfalls).extracting(Pitfall::kind).containsExactly(PitfallKind.OBSERVER_FAILED);
    assertThat(pitfalls.get(0).cause()).isSameAs(thrown);
    assertThat(pitfalls.get(0).detail()).isEqualTo("onOutcome");
  }

  @Test
  void anonymousMiddleware_works() throws Exception {
    Backstop backstop =
        builder()
            .use(
                new Middleware() {
                  @Override
                  public Watch start(Exchange exchange) {
                    return (outcome, report) -> calls.add("ended " + outcome.status());
                  }
                })
            .build();

    answer(backstop);

    assertThat(calls).contains("ended 422");
    assertThat(reports.get(0).cleanups())
        .extracting(CleanupReport.Ran::name)
        .containsExactly("close", "ObserversTest");
  }
}
