package dev.backstop.example;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstop.Backstop;
import dev.backstop.jetty.BackstopHandler;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.LoggingContext;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.ScopeGuard;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.PitfallLevel;
import dev.backstop.pitfall.PitfallListener;
import dev.backstop.slo.ServiceLevels;
import dev.backstop.tenant.TenantResolver;
import dev.backstop.tenant.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order service: embedded Jetty on 127.0.0.1, orders in a database in memory, and Backstop
 * around every exchange.
 *
 * <p>Closing it stops the server, sends the last spans and closes the database, in this order; a
 * second time does nothing. Thread-safe.
 */
public final class OrderService implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(OrderService.class);
  private static final String HOST = "127.0.0.1";
  // An example looks at everything; leave it out in production, for one exchange in 128.
  private static final PitfallLevel LOOK_AT = PitfallLevel.EVERY;
  private static final long STOP_TIMEOUT_MILLIS = 2_000;

  private final Server server;
  private final ServerConnector connector;
  private final HikariDataSource database;
  private final OpenTelemetrySdk telemetry;
  private final OrderListener orders;
  private final PrometheusMeterRegistry meters;
  private final MeterRegistry testMeters = new SimpleMeterRegistry();
  private final AtomicBoolean closed = new AtomicBoolean();

  private OrderService(Settings settings, Function<OpenTelemetrySdk, OrderListener> listener) {
    meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    database = Database.open(meters);
    SpanLedger spans = SpanLedger.create(LOOK_AT);
    telemetry = Telemetry.create(settings.otlpEndpoint(), spans);
    orders = listener.apply(telemetry);
    OutcomeHistory history = new OutcomeHistory();
    ServiceLevels levels = ServiceLevels.create(meters, Objectives.all());

    Backstop backstop =
        Backstop.builder()
            .use(LoggingContext.create())
            .use(Tracing.create(telemetry))
            .use(spans)
            .use(ScopeGuard.create(LOOK_AT))
            .use(Metrics.create(meters))
            .use(AccessLog.create())
            .use(
                Tenants.create(
                    TenantResolver.header(TenantClasses.HEADER),
                    TenantClasses.policy(testMeters),
                    meters))
            .use(levels)
            .onPitfall(PitfallListener.logging())
            .onOutcome(history)
            .build();

    ServletContextHandler context = new ServletContextHandler("/");
    context.setErrorHandler(new ErrorPages());
    Endpoints.add(context, levels.dataSource("orders-pool", database), meters, history, orders);
    backstop.install(context.getServletContext());

    server = new Server();
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
    server.setHandler(new BackstopHandler(backstop, context));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(HOST);
    connector.setPort(settings.port());
    server.addConnector(connector);
  }

  /**
   * Starts the service on a port of 127.0.0.1, with spans in the log.
   *
   * @param port 0 for any free port, which {@link #baseUri} then tells
   * @throws StartException where the port cannot be used
   */
  public static OrderService start(int port) throws StartException {
    return start(new Settings(port, null));
  }

  /** Returns the meters of the tenants that are not on {@code /metrics}. */
  MeterRegistry testMeters() {
    return testMeters;
  }

  static OrderService start(Settings settings) throws StartException {
    return start(settings, telemetry -> OrderListener.NOBODY);
  }

  /** Starts the service with a listener to its orders, which it closes after the server. */
  static OrderService start(Settings settings, Function<OpenTelemetrySdk, OrderListener> listener)
      throws StartException {
    OrderService service = new OrderService(settings, listener);
    try {
      service.server.start();
      return service;
    } catch (Exception e) {
      service.close();
      throw e.getCause() instanceof BindException refused
          ? StartException.portRefused(HOST, settings.port(), refused)
          : new StartException("the order service cannot start: " + e, e);
    }
  }

  /** Returns the address that it answers on, as in {@code http://127.0.0.1:8080/}. */
  public URI baseUri() {
    return URI.create("http://" + HOST + ":" + connector.getLocalPort() + "/");
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server.stop(); // ends the exchanges that are still open, so their spans are sent below
    } catch (Exception e) {
      LOGGER.warn("the server did not stop cleanly; what is open is closed all the same", e);
    }
    orders.close();
    telemetry.close();
    meters.close();
    testMeters.close();
    database.close();
  }

  /**
   * Starts the service and waits for its end, which Ctrl-C brings.
   *
   * @param arguments none; {@code -Dport=} sets the port, the environment variable {@code
   *     OTEL_EXPORTER_OTLP_ENDPOINT} where spans go
   */
  public static void main(String[] arguments) throws InterruptedException {
    OrderService service;
    Settings settings;
    try {
      settings =
          Settings.of(System.getProperty("port"), System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"));
      service = start(settings);
    } catch (StartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
    System.out.println(Banner.of(service.baseUri(), settings));
    service.server.join();
  }
}
