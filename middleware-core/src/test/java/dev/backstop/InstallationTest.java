package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code install} in a real Jetty; the oracle is what a socket read. */
class InstallationTest {
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<CleanupReport> reports = new CopyOnWriteArrayList<>();
  private final List<PitfallKind> pitfalls = new CopyOnWriteArrayList<>();
  private final Backstop backstop = observed();

  private Backstop observed() {
    return Backstop.builder()
        .onPitfall(pitfall -> pitfalls.add(pitfall.kind()))
        .onOutcome(
            (outcome, report) -> {
              outcomes.add(outcome);
              reports.add(report);
            })
        .build();
  }

  private static void created(HttpServletResponse response) throws java.io.IOException {
    response.setStatus(201);
    response.getOutputStream().print("made");
  }

  private void awaitOutcomes(int count) {
    await().until(() -> outcomes.size() == count);
  }

  // Where to call it ---------------------------------------------------------------------------

  /** A way to call install while a context starts. */
  interface Way {
    void install(Backstop backstop, JettyServer jetty);
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        way("before the start", (b, jetty) -> b.install(jetty.context.getServletContext())),
        way(
            "contextInitialized",
            (b, jetty) -> jetty.context.addEventListener(initialized(b::install))),
        way(
            "onStartup",
            (b, jetty) -> {
              ServletContainerInitializer initializer = (classes, context) -> b.install(context);
              jetty.context.addServletContainerInitializer(initializer);
            }));
  }

  private static Arguments way(String name, Way way) {
    return Arguments.of(name, way);
  }

  private static ServletContextListener initialized(Consumer<ServletContext> install) {
    return new ServletContextListener() {
      @Override
      public void contextInitialized(ServletContextEvent event) {
        install.accept(event.getServletContext());
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void install_whileStarting_oneOutcomeFromTheContainersOwnSignal(String name, Way way)
      throws Exception {
    try (JettyServer jetty = new JettyServer()) {
      jetty.serve("/orders", (request, response) -> created(response));
      way.install(backstop, jetty);
      jetty.start();

      assertThat(jetty.get("/orders")).startsWith("HTTP/1.1 201 ").endsWith("made");

      awaitOutcomes(1);
    }
    Outcome outcome = outcomes.get(0);
    assertThat(outcome.status()).isEqualTo(201);
    assertThat(outcome.statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.bytesWritten()).isEqualTo(4);
    assertThat(outcome.route()).isEqualTo("/orders");
    assertThat(outcomes).hasSize(1);
    assertThat(pitfalls).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void install_inAContextPath_worksThereToo(String name, Way way) throws Exception {
    try (JettyServer jetty = new JettyServer("/shop")) {
      jetty.serve("/orders", (request, response) -> created(response));
      way.install(backstop, jetty);
      jetty.start();

      assertThat(jetty.status("/shop/orders")).isEqualTo(201);

      awaitOutcomes(1);
    }
    assertThat(outcomes.get(0).statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(outcomes.get(0).route()).isEqualTo("/shop/orders");
  }

  @Test
  void install_twice_isOneInstallationAndAWarning() throws Exception {
    try (JettyServer jetty = new JettyServer();
        LogLines log = LogLines.of(Backstop.class.getName())) {
      jetty.serve("/", (request, response) -> created(response));
      backstop.install(jetty.context.getServletContext());
      backstop.install(jetty.context.getServletContext());
      jetty.start();

      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(1);
      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(2);

      assertThat(log.lines())
          .containsExactly(
              "WARN Backstop is already installed in context ''; this second install() does"
                  + " nothing: remove it");
    }
    assertThat(outcomes).hasSize(2);
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void install_twoBackstops_eachHasItsOutcome() throws Exception {
    Backstop second = observed();
    try (JettyServer jetty = new JettyServer();
        LogLines log = LogLines.of(Backstop.class.getName())) {
      jetty.serve("/", (request, response) -> created(response));
      backstop.install(jetty.context.getServletContext());
      second.install(jetty.context.getServletContext());
      jetty.start();

      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(2);
      assertThat(log.lines()).isEmpty();
    }
    assertThat(outcomes).hasSize(2).allMatch(outcome -> outcome.status() == 201);
  }

  @Test
  void install_afterTheStart_saysWhereToCallIt() throws Exception {
    try (JettyServer jetty = new JettyServer("/shop")) {
      jetty.start();

      assertThatThrownBy(() -> backstop.install(jetty.context.getServletContext()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll(
              "install() came too late",
              "'/shop'",
              "ServletContextListener.contextInitialized",
              "ServletContainerInitializer.onStartup",
              "before the server starts");
    }
  }

  @Test
  void install_null_isRefusedByName() {
    assertThatThrownBy(() -> backstop.install(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("context");
  }

  // What it is ---------------------------------------------------------------------------------

  @Test
  void filter_isOutermost_thoughTheApplicationAddedItsOwnFirst() throws Exception {
    try (JettyServer jetty = new JettyServer()) {
      List<Boolean> inside = new CopyOnWriteArrayList<>();
      Filter applications =
          (request, response, chain) -> {
            inside.add(response.getClass().getName().startsWith("dev.backstop."));
            Exchange.of(request).cleanups().register("of the filter", outcome -> {});
            chain.doFilter(request, response);
          };
      jetty.context.addFilter(
          new FilterHolder(applications), "/*", EnumSet.of(DispatcherType.REQUEST));
      jetty.serve("/", (request, response) -> created(response));
      backstop.install(jetty.context.getServletContext());
      jetty.start();

      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(1);
      assertThat(inside).containsExactly(true);
    }
    assertThat(reports.get(0).cleanups())
        .extracting(CleanupReport.Ran::name)
        .containsExactly("of the filter");
  }

  @Test
  void restart_ofTheContext_doublesNothing() throws Exception {
    try (JettyServer jetty = new JettyServer()) {
      jetty.serve("/", (request, response) -> created(response));
      backstop.install(jetty.context.getServletContext());
      jetty.start();
      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(1);

      jetty.context.stop();
      jetty.context.start();

      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(2);
    }
    assertThat(outcomes).hasSize(2);
    assertThat(outcomes).extracting(Outcome::statusSource).containsOnly(StatusSource.CONTAINER);
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void stop_ofTheContext_endsWhatIsOpen() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    try (JettyServer jetty = new JettyServer()) {
      jetty.serve(
          "/",
          (request, response) -> {
            request.startAsync().setTimeout(0);
            Exchange.of(request).cleanups().register("close", outcome -> {});
            entered.countDown();
          });
      backstop.install(jetty.context.getServletContext());
      jetty.start();
      Thread client =
          new Thread(
              () -> {
                try {
                  jetty.get("/");
                } catch (java.io.IOException expected) {
                  // The server goes away.
                }
              });
      client.setDaemon(true);
      client.start();
      entered.await();

      jetty.context.stop();

      awaitOutcomes(1);
    }
    assertThat(outcomes.get(0).ending()).isEqualTo(Ending.UNFINISHED);
    assertThat(reports.get(0).count()).isEqualTo(1);
  }

  /** A filter that is mapped by hand: the most that it can know. */
  @Test
  void filter_alone_oneOutcomeByTheEvidence() throws Exception {
    try (JettyServer jetty = new JettyServer()) {
      FilterHolder holder = new FilterHolder(backstop.filter());
      holder.setAsyncSupported(true);
      jetty.context.addFilter(
          holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
      jetty.serve("/small", (request, response) -> created(response));
      jetty.serve(
          "/flushed",
          (request, response) -> {
            created(response);
            response.flushBuffer();
          });
      jetty.start();

      assertThat(jetty.status("/small")).isEqualTo(201);
      awaitOutcomes(1);
      assertThat(jetty.status("/flushed")).isEqualTo(201);
      awaitOutcomes(2);
    }
    assertThat(outcomes)
        .extracting(Outcome::statusSource)
        .containsExactly(StatusSource.PREDICTED, StatusSource.COMMITTED);
    assertThat(outcomes).extracting(Outcome::status).containsOnly(201);
    assertThat(outcomes).extracting(Outcome::bytesWritten).containsOnly(4L);
  }

  @Test
  void filter_twiceInOneChain_isToldAndCountsOnce() throws Exception {
    try (JettyServer jetty = new JettyServer()) {
      for (int i = 0; i < 2; i++) {
        jetty.context.addFilter(
            new FilterHolder(backstop.filter()), "/*", EnumSet.of(DispatcherType.REQUEST));
      }
      jetty.serve("/", (request, response) -> created(response));
      jetty.start();

      assertThat(jetty.status("/")).isEqualTo(201);
      awaitOutcomes(1);
    }
    assertThat(outcomes).hasSize(1);
    assertThat(pitfalls).containsExactly(PitfallKind.FILTER_TWICE);
  }
}
