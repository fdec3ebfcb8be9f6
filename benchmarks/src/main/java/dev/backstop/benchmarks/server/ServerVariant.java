package dev.backstop.benchmarks.server;

import static dev.backstop.benchmarks.measure.Signal.LOG_LINE;
import static dev.backstop.benchmarks.measure.Signal.SPAN;
import static dev.backstop.benchmarks.measure.Signal.TIMING;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import dev.backstop.benchmarks.measure.Variant;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a Jetty has beside the application. */
enum ServerVariant implements Variant {
  BARE("Jetty, bare") {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {}
  },

  // The peers

  NAIVE("Naive finally", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(new NaiveFilter(telemetry));
    }
  },

  DROPWIZARD("Dropwizard InstrumentedFilter", TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(DropwizardMetrics.filter(jetty.context(), telemetry));
    }
  },

  SPRING_METRICS("Spring observation: metrics", TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(SpringObservation.metrics(telemetry));
    }
  },

  SPRING_OTEL("Spring observation: metrics, OpenTelemetry", SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(SpringObservation.metricsAndTracing(telemetry));
    }
  },

  SPRING_LOGBOOK("Spring observation: metrics, OpenTelemetry; Logbook", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(SpringObservation.metricsAndTracing(telemetry));
      jetty.add(LogbookLines.filter(telemetry));
    }
  },

  LOGBOOK("Logbook, no bodies", LOG_LINE) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(LogbookLines.filter(telemetry));
    }
  },

  BRAVE("Brave TracingFilter", SPAN) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(BraveSpans.filter(telemetry));
    }
  },

  // Backstop

  CORE("Backstop alone") {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(Backstop.builder());
    }
  },

  LOG("Backstop: log", LOG_LINE) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(Backstop.builder().use(log(telemetry)));
    }
  },

  METRICS("Backstop: metrics", TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(Backstop.builder().use(Metrics.create(telemetry.meters())));
    }
  },

  TRACE("Backstop: trace", SPAN) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(Backstop.builder().use(Tracing.create(telemetry.tracing())));
    }
  },

  METRICS_TRACE("Backstop: metrics, trace", SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(
          Backstop.builder()
              .use(Tracing.create(telemetry.tracing()))
              .use(Metrics.create(telemetry.meters())));
    }
  },

  FULL("Backstop: log, metrics, trace", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(full(telemetry));
    }
  },

  FULL_1("Backstop: log, metrics, trace; 1 cleanup", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(full(telemetry));
    }

    @Override
    Users application() {
      return new UsersWithCleanups(1);
    }
  },

  CORE_1("Backstop alone; 1 cleanup") {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(Backstop.builder());
    }

    @Override
    Users application() {
      return new UsersWithCleanups(1);
    }
  },

  CORE_21("Backstop alone; 21 cleanups") {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(Backstop.builder());
    }

    @Override
    Users application() {
      return new UsersWithCleanups(21);
    }
  };

  /** Those that are not Backstop's, and do something. */
  static final List<ServerVariant> PEERS =
      List.of(NAIVE, DROPWIZARD, SPRING_METRICS, SPRING_OTEL, SPRING_LOGBOOK, LOGBOOK, BRAVE);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Signal> signals;

  ServerVariant(String title, Signal... signals) {
    this.title = title;
    this.signals = Set.of(signals);
  }

  /** Returns the variants of that names, in small letters, always with the bare one. */
  static List<ServerVariant> named(List<String> names) {
    return Arrays.stream(values())
        .filter(
            variant ->
                names.isEmpty()
                    || variant == BARE
                    || names.contains(variant.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  abstract void install(MeasuredJetty jetty, Telemetry telemetry);

  Users application() {
    return new Users();
  }

  private static BackstopBuilder full(Telemetry telemetry) {
    return Backstop.builder()
        .use(Tracing.create(telemetry.tracing()))
        .use(Metrics.create(telemetry.meters()))
        .use(log(telemetry));
  }

  private static AccessLog log(Telemetry telemetry) {
    return AccessLog.builder().logger(telemetry.logger()).build();
  }

  @Override
  public Started start(Telemetry telemetry) throws Exception {
    MeasuredJetty jetty = new MeasuredJetty(application());
    install(jetty, telemetry);
    return jetty.start();
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
