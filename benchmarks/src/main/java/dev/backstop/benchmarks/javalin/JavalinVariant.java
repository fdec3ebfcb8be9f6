package dev.backstop.benchmarks.javalin;

import static dev.backstop.benchmarks.measure.Signal.LOG_LINE;
import static dev.backstop.benchmarks.measure.Signal.SPAN;
import static dev.backstop.benchmarks.measure.Signal.TIMING;

import dev.backstop.Backstop;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import dev.backstop.benchmarks.measure.Variant;
import dev.backstop.javalin.BackstopPlugin;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.jetty12.server.TimedHandler;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What a server has beside the route. */
enum JavalinVariant implements Variant {
  BARE("Javalin, bare") {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {}
  },

  CORE("Backstop") {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      plugin(config, c -> c.backstop = Backstop.builder().build());
    }
  },

  METRICS("Backstop: metrics", TIMING) {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      plugin(config, c -> c.backstop = telemetry.backstop(TIMING).build());
    }
  },

  FULL("Backstop: log, metrics, trace", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      plugin(config, c -> c.backstop = telemetry.backstop(SPAN, TIMING, LOG_LINE).build());
    }
  },

  // The peers. There is no javalin-micrometer for Javalin 7 on Maven Central: the handler that
  // Micrometer itself has for Jetty 12, and a request logger, which is how that plugin works.

  HANDLER("Micrometer's TimedHandler", TIMING) {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      config.jetty.modifyServer(
          server -> server.insertHandler(new TimedHandler(telemetry.meters(), Tags.empty())));
    }
  },

  LOGGER("Micrometer in a request logger", TIMING) {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      config.requestLogger.http(
          (context, millis) ->
              Timer.builder("http.server.requests")
                  .tag("method", context.method().toString())
                  .tag("uri", context.endpoint().path)
                  .tag("status", Integer.toString(context.statusCode()))
                  .register(telemetry.meters())
                  .record((long) (millis * 1e6), TimeUnit.NANOSECONDS));
    }
  },

  // The parts of Backstop alone, run when they are asked for.

  FILTER("Backstop, without the plugin") {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      Backstop backstop = Backstop.builder().build();
      config.jetty.modifyServletContextHandler(
          handler ->
              handler.addEventListener(
                  new ServletContextListener() {
                    @Override
                    public void contextInitialized(ServletContextEvent event) {
                      backstop.install(event.getServletContext());
                    }
                  }));
    }
  },

  UNFENCED("Backstop, no fence") {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      plugin(
          config,
          c -> {
            c.backstop = Backstop.builder().build();
            c.fence = false;
          });
    }
  },

  UNTAPPED("Backstop, no recorded errors") {
    @Override
    void install(JavalinConfig config, Telemetry telemetry) {
      plugin(
          config,
          c -> {
            c.backstop = Backstop.builder().build();
            c.recordErrors = false;
          });
    }
  };

  private static final int THREADS = 8; // from the first to the last: one that ends takes its count
  private static final List<JavalinVariant> USUAL =
      List.of(BARE, CORE, METRICS, FULL, HANDLER, LOGGER);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Signal> signals;

  JavalinVariant(String title, Signal... signals) {
    this.title = title;
    this.signals = Set.of(signals);
  }

  /** Returns the variants of that names, always with the bare one; the usual ones for none. */
  static List<JavalinVariant> named(List<String> names) {
    if (names.isEmpty()) {
      return USUAL;
    }
    return Arrays.stream(values())
        .filter(
            variant -> variant == BARE || names.contains(variant.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  abstract void install(JavalinConfig config, Telemetry telemetry);

  private static void plugin(JavalinConfig config, Consumer<BackstopPlugin.Config> with) {
    config.registerPlugin(new BackstopPlugin(with));
  }

  @Override
  public Started start(Telemetry telemetry) {
    Javalin app =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.startup.showOldJavalinVersionWarning = false;
                  config.startup.startupWatcherEnabled = false;
                  config.jetty.threadPool = new QueuedThreadPool(THREADS, THREADS);
                  config.jetty.host = "127.0.0.1";
                  config.jetty.port = 0;
                  install(config, telemetry);
                  config.routes.get(
                      "/users/{id}",
                      context ->
                          context
                              .contentType("application/json")
                              .result("{\"id\":\"" + context.pathParam("id") + "\"}"));
                })
            .start();
    return new Started() {
      @Override
      public int port() {
        return app.port();
      }

      @Override
      public void stop() {
        app.stop();
      }
    };
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Set<Signal> signals() {
    return signals;
  }
}
