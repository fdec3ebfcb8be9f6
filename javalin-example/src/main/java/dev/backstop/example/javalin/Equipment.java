package dev.backstop.example.javalin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.LoggingContext;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.ScopeGuard;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallLevel;
import dev.backstop.pitfall.PitfallListener;
import io.javalin.Javalin;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.semconv.ServiceAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application stands on, in either language: a database behind a pool, meters, and
 * OpenTelemetry's SDK. Thread-safe.
 */
public final class Equipment implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger("audit");
  private static final int DEFAULT_PORT = 7070;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HikariDataSource pool;
  private final SpanLedger ledger = SpanLedger.create(PitfallLevel.EVERY);
  private final OpenTelemetrySdk telemetry;
  private final List<String> audited = new CopyOnWriteArrayList<>();

  private Equipment(SpanExporter spans) {
    pool = openPool(meters);
    telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setResource(
                        Resource.getDefault().toBuilder()
                            .put(ServiceAttributes.SERVICE_NAME, "javalin-orders")
                            .build())
                    .addSpanProcessor(ledger)
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
  }

  /** Opens everything, with spans in the log. */
  public static Equipment open() {
    return new Equipment(new SpanLog());
  }

  static Equipment open(SpanExporter spans) {
    return new Equipment(spans);
  }

  private static HikariDataSource openPool(PrometheusMeterRegistry meters) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID()); // kept while the pool has a connection
    HikariConfig config = new HikariConfig();
    config.setPoolName("orders");
    config.setDataSource(source);
    config.setMaximumPoolSize(4);
    config.setMaxLifetime(0);
    config.setMetricRegistry(meters);
    HikariDataSource pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection()) {
      Orders.createTable(connection);
      return pool;
    } catch (SQLException e) {
      pool.close();
      throw new IllegalStateException("the table of orders cannot be made", e);
    }
  }

  /** Returns a builder of the Backstop for these meters and spans. */
  public BackstopBuilder backstop() {
    return Backstop.builder()
        .use(LoggingContext.create())
        .use(Tracing.create(telemetry))
        .use(ledger)
        .use(ScopeGuard.create(PitfallLevel.EVERY))
        .use(Metrics.create(meters))
        .use(AccessLog.create())
        .onPitfall(PitfallListener.logging());
  }

  /** Returns a connection of the pool, to be closed. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** Returns all meters, in Prometheus' text format. */
  public String scrape() {
    return meters.scrape();
  }

  /** Writes to the audit log how a request ended. */
  public void audit(String what, Outcome outcome) {
    String line =
        what + " " + outcome.status() + " " + outcome.ending() + " " + outcome.errorType();
    LOGGER.info("{}", line);
    audited.add(line);
  }

  /** Returns the audit log so far. */
  List<String> audited() {
    return List.copyOf(audited);
  }

  /** Returns how many connections are out. */
  int connectionsInUse() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  /** Starts an application on {@code -Dport}, else 7070, until Ctrl-C, and then closes all. */
  public void serve(Javalin app) {
    app.start("127.0.0.1", Integer.getInteger("port", DEFAULT_PORT));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  app.stop(); // first: what is open ends, and its spans are still written
                  close();
                },
                "shutdown"));
    System.out.println(
        """

        The orders answer on http://127.0.0.1:%1$d (Ctrl-C stops them). Try:
          curl -i http://127.0.0.1:%1$d/orders/1
          curl -i -X POST http://127.0.0.1:%1$d/orders/1/shipment
          curl -s http://127.0.0.1:%1$d/metrics
        """
            .formatted(app.port()));
  }

  @Override
  public void close() {
    telemetry.close();
    meters.close();
    pool.close();
  }
}
