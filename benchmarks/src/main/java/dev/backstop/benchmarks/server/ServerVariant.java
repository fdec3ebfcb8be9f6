package dev.backstop.benchmarks.server;

import static dev.backstop.benchmarks.measure.Signal.LOG_LINE;
import static dev.backstop.benchmarks.measure.Signal.SPAN;
import static dev.backstop.benchmarks.measure.Signal.TIMING;

import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import dev.backstop.benchmarks.measure.Variant;
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
      jetty.add(telemetry.backstop());
    }
  },

  LOG("Backstop: log", LOG_LINE) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop(LOG_LINE));
    }
  },

  METRICS("Backstop: metrics", TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop(TIMING));
    }
  },

  TRACE("Backstop: trace", SPAN) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop(SPAN));
    }
  },

  METRICS_TRACE("Backstop: metrics, trace", SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop(SPAN, TIMING));
    }
  },

  FULL("Backstop: log, metrics, trace", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop(SPAN, TIMING, LOG_LINE));
    }
  },

  FULL_1("Backstop: log, metrics, trace; 1 cleanup", LOG_LINE, SPAN, TIMING) {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop(SPAN, TIMING, LOG_LINE));
    }

    @Override
    Users application() {
      return new UsersWithCleanups(1);
    }
  },

  CORE_1("Backstop alone; 1 cleanup") {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop());
    }

    @Override
    Users application() {
      return new UsersWithCleanups(1);
    }
  },

  CORE_21("Backstop alone; 21 cleanups") {
    @Override
    void install(MeasuredJetty jetty, Telemetry telemetry) {
      jetty.add(telemetry.backstop());
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
