package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.javalin.ErrorSituations.OrderException;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JavalinState;
import io.javalin.plugin.Plugin;
import io.javalin.plugin.PluginAlreadyRegisteredException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** One call of {@code registerPlugin}, wherever it stands. */
class InstallationTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private static RawResponse ask(Javalin app, String path) {
    return new Visit(app.port(), "GET", path, new Meeting()).ask();
  }

  private static BackstopPlugin plugin(Recorder recorder) {
    Backstop backstop = recorder.attach(Backstop.builder()).build();
    return new BackstopPlugin(c -> c.backstop = backstop);
  }

  // Order ----------------------------------------------------------------------------------------

  @Test
  void registerPlugin_afterRoutesMappersFiltersAndLoggers_seesEverything() {
    registerPlugin(true);
  }

  @Test
  void registerPlugin_beforeRoutesMappersFiltersAndLoggers_seesEverything() {
    registerPlugin(false);
  }

  private void registerPlugin(boolean last) {
    try (Recorder recorder = new Recorder()) {
      BackstopPlugin plugin = plugin(recorder);
      Consumer<JavalinConfig> application =
          config -> {
            addFilters(config);
            config.requestLogger.http(
                (c, millis) -> {
                  throw new IllegalStateException("logger");
                });
            config.routes.get(
                "/s/{id}",
                c -> {
                  throw new OrderException();
                });
            config.routes.exception(OrderException.class, (e, c) -> c.status(409));
          };
      Consumer<JavalinConfig> register = config -> config.registerPlugin(plugin);
      Javalin app =
          Setup.PLAIN.start(
              recorder.backstop(),
              last ? application.andThen(register) : register.andThen(application));
      try {
        assertThat(ask(app, "/s/1").status()).isEqualTo(409);
        Outcome outcome = recorder.await("/s/1").outcome();
        assertThat(outcome.status()).isEqualTo(409);
        assertThat(outcome.route()).isEqualTo("/s/{id}");
        assertThat(outcome.error()).isInstanceOf(OrderException.class);
        assertThat(recorder.now("/s/1").pitfalls()).isEmpty();
      } finally {
        app.stop();
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("added in it", "prepended in it");
  }

  private void addFilters(JavalinConfig config) {
    config.jetty.modifyServletContextHandler(
        handler -> {
          EnumSet<DispatcherType> request = EnumSet.of(DispatcherType.REQUEST);
          handler.addFilter(new FilterHolder(filter("added")), "/*", request);
          ServletHandler servlets = handler.getServletHandler();
          FilterHolder prepended = new FilterHolder(filter("prepended"));
          prepended.setName("prepended");
          servlets.prependFilter(prepended);
          FilterMapping mapping = new FilterMapping();
          mapping.setFilterName("prepended");
          mapping.setPathSpec("/*");
          mapping.setDispatcherTypes(request);
          servlets.prependFilterMapping(mapping);
        });
  }

  private Filter filter(String name) {
    return (request, response, chain) -> {
      boolean inside = response.getClass().getName().startsWith("dev.backstop.");
      seen.add(name + (inside && !Exchange.of(request).isEnded() ? " in it" : " around it"));
      chain.doFilter(request, response);
    };
  }

  @Test
  void registerPlugin_twice_isJavalinsOwnError() {
    assertThatThrownBy(
            () ->
                Javalin.create(
                    config -> {
                      config.registerPlugin(new BackstopPlugin());
                      config.registerPlugin(new BackstopPlugin());
                    }))
        .isInstanceOf(PluginAlreadyRegisteredException.class)
        .hasMessageContaining("Backstop");
  }

  /** Adds a logger when all plugins start. */
  private final class LateLogger extends Plugin<Void> {
    @Override
    public void onStart(JavalinState state) {
      state.requestLogger.http((c, millis) -> seen.add("late logger"));
    }
  }

  @Test
  void fence_loggerOfAPluginThatStartsLater_runsToo() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config -> {
              config.routes.get("/s/{id}", c -> c.result("ok"));
              config.requestLogger.http(
                  (c, millis) -> {
                    throw new OrderException();
                  });
              config.registerPlugin(new LateLogger());
            })) {
      running.falls(PitfallKind.ERROR_SWALLOWED);
      assertThat(running.ask("/s/1").status()).isEqualTo(200);
      assertThat(running.outcome("/s/1").status()).isEqualTo(200);
    }
    assertThat(seen).containsExactly("late logger");
  }

  @Test
  void fence_headersOfALogger_stillReachTheClient() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config -> {
              config.routes.get("/s/{id}", c -> c.header("X-Internal", "1").result("ok"));
              config.requestLogger.http(
                  (c, millis) -> {
                    c.res().setHeader("X-Internal", null);
                    c.res().setHeader("X-Logged", "1");
                    c.status(599);
                  });
            })) {
      RawResponse answer = running.ask("/s/1");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-Internal")).isNull();
      assertThat(answer.header("X-Logged")).isEqualTo("1");
    }
  }

  // Backstop -------------------------------------------------------------------------------------

  @Test
  void backstop_null_logsAccess() {
    try (Running running =
        new Running(
            Setup.PLAIN,
            config -> {
              config.registerPlugin(new BackstopPlugin());
              config.routes.get("/s/{id}", c -> c.result("ok"));
            })) {
      running.ask("/s/1");

      Awaitility.await().until(() -> running.recorder().now("/s/1").logs().size() == 1);
    }
  }

  @Test
  void backstop_inTwoJavalins_serversEndTheirOwn() {
    try (Recorder recorder = new Recorder()) {
      Backstop shared = recorder.attach(Backstop.builder()).build();
      Javalin one = Setup.WITH_PLUGIN.start(shared, config -> answer(config, "/one/{id}"));
      Javalin two = Setup.WITH_PLUGIN.start(shared, config -> answer(config, "/two/{id}"));
      try {
        ask(one, "/one/1");
        ask(two, "/two/1");
        assertThat(recorder.await("/one/1").outcome().route()).isEqualTo("/one/{id}");
        assertThat(recorder.await("/two/1").outcome().route()).isEqualTo("/two/{id}");

        one.stop();

        assertThat(ask(two, "/two/2").status()).isEqualTo(200);
        assertThat(recorder.await("/two/2").outcome().status()).isEqualTo(200);
      } finally {
        one.stop();
        two.stop();
      }
    }
  }

  private static void answer(JavalinConfig config, String path) {
    config.routes.get(path, c -> c.result("ok"));
  }

  @Test
  void stop_openExchange_endsAsTheClientReadItAndTheNextJavalinServes() {
    try (Recorder recorder = new Recorder()) {
      Meeting at = new Meeting();
      Backstop backstop = recorder.attach(Backstop.builder()).build();
      Javalin first =
          Setup.WITH_PLUGIN.start(
              backstop,
              config ->
                  config.routes.get(
                      "/s/{id}",
                      c -> {
                        c.with(BackstopPlugin.class)
                            .register("open", outcome -> seen.add("open " + outcome.ending()));
                        c.future(CompletableFuture::new);
                        at.reach("handler");
                      }));
      RawHttpClient client = RawHttpClient.connect(first.port());
      client.send(Running.get("/s/1"));
      at.await("handler");
      Awaitility.await().until(() -> recorder.now("/s/1").opened() == 1);

      first.stop();

      RawResponse answer = client.read("GET"); // Jetty fails what it stops
      Outcome outcome = recorder.await("/s/1").outcome();
      assertThat(outcome.status()).isEqualTo(answer.status());
      assertThat(outcome.failed()).isTrue();
      assertThat(seen).containsExactly("open " + outcome.ending());
      client.close();

      Javalin second = Setup.WITH_PLUGIN.start(backstop, config -> answer(config, "/s/{id}"));
      ask(second, "/s/2");
      assertThat(recorder.await("/s/2").outcome().ending()).isEqualTo(Ending.COMPLETED);
      second.stop();
    }
  }

  // Elsewhere ------------------------------------------------------------------------------------

  @Test
  void javalinServlet_inAServerOfItsOwn_cleanupsWork() throws Exception {
    try (Recorder recorder = new Recorder()) {
      BackstopPlugin plugin = plugin(recorder);
      Javalin app =
          Javalin.create(
              config -> {
                config.startup.startupWatcherEnabled = false;
                config.registerPlugin(plugin);
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      c.with(BackstopPlugin.class)
                          .register("cleanup", outcome -> seen.add("" + outcome.status()));
                      throw new OrderException();
                    });
              });
      Server server = new Server(0);
      ServletContextHandler context = new ServletContextHandler("/own");
      JettyWebSocketServletContainerInitializer.configure(context, null);
      context.addServlet(new ServletHolder(app.javalinServlet()), "/*");
      recorder.attach(Backstop.builder()).build().install(context.getServletContext());
      server.setHandler(context);
      server.start();
      int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();

      assertThat(new Visit(port, "GET", "/own/s/1", new Meeting()).ask().status()).isEqualTo(500);
      assertThat(recorder.await("/own/s/1").outcome().status()).isEqualTo(500);
      server.stop();
    }
    assertThat(seen).containsExactly("500");
  }

  @EnabledForJreRange(min = JRE.JAVA_21)
  @Test
  void useVirtualThreads_handlerRunsOnOne() {
    try (Running running =
        new Running(
            Setup.ON_VIRTUAL_THREADS,
            config ->
                config.routes.get("/s/{id}", c -> c.result(Thread.currentThread().toString())))) {
      assertThat(running.ask("/s/1").text()).startsWith("VirtualThread");
      assertThat(running.outcome("/s/1").status()).isEqualTo(200);
    }
  }

  @Test
  void methodOverride_50RandomValues_atMostOneMoreMeter() {
    try (Running running = new Running(Setup.WITH_PLUGIN, config -> answer(config, "/s/{id}"))) {
      running.ask("/s/1");
      running.outcome("/s/1");
      int before = meters(running);

      for (int i = 0; i < 50; i++) {
        running.ask("/s/override" + i, "X-HTTP-Method-Override: RANDOM" + i);
        running.outcome("/s/override" + i);
      }

      assertThat(meters(running)).isBetween(before, before + 1);
    }
  }

  private static int meters(Running running) {
    return running.recorder().meters().find("http.server.requests").timers().size();
  }
}
