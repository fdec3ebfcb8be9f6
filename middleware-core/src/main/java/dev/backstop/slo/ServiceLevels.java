package dev.backstop.slo;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Stage;
import dev.backstop.Watch;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Judges each exchange by the objectives of its route, and says of one that breaks an objective
 * what was to blame.
 *
 * <pre>{@code
 * ServiceLevels levels = ServiceLevels.create(meterRegistry,
 *     Slo.latency("/orders/{id}", Duration.ofMillis(250), 0.99),
 *     Slo.occupancy("/orders/{id}", Duration.ofMillis(400), 0.99),
 *     Slo.errors(Slo.EVERY_ROUTE, 0.999));
 * DataSource orders = levels.dataSource("orders-pool", hikari);
 * Backstop.builder().use(Metrics.create(meterRegistry)).use(levels)...
 * }</pre>
 *
 * <p>It counts in {@code backstop.slo.events}, with the tags {@code slo}, {@code result} (good,
 * bad), {@code cause} and {@code held_by} (both {@code none} for a good one), and adds {@code
 * backstop.slo.broken}, {@code backstop.slo.cause} and {@code backstop.slo.held_by} to the log line
 * and the server span of an exchange that broke something: lists in one order, where it was more
 * than one objective.
 *
 * <table>
 * <caption>Causes: the largest share of the time</caption>
 * <tr><td>{@code handler}</td><td>the application, and all that is not known better</td></tr>
 * <tr><td>{@code cleanup:<name>}</td><td>a cleanup: of an occupancy, and one that was run
 *   early</td></tr>
 * <tr><td>{@code wait:<resource>}</td><td>a {@link SharedResource}; {@code held_by} has {@code
 *   cleanup:<name>} where cleanups had it meanwhile, else {@code work}</td></tr>
 * <tr><td>{@code response_write}</td><td>a client that reads slowly: {@link
 *   Exchange#sendingNanos}</td></tr>
 * <tr><td>{@code queue}</td><td>in the container, before the application</td></tr>
 * <tr><td>{@code client_abort}</td><td>the client went away, and nothing else is known to have
 *   taken the time</td></tr>
 * <tr><td>{@code error:<type>}</td><td>the simple name of the error, a status, {@code timeout},
 *   {@code truncated} or {@code unfinished}; of objectives on errors alone</td></tr>
 * </table>
 *
 * <p>The names in causes are bounded. Thread-safe.
 */
public final class ServiceLevels implements Middleware {
  private final List<Slo> slos;
  private final SloEvents events;
  private final CauseNames names;
  private final LongSupplier clock;
  private final boolean timed;
  private final boolean occupancy;
  private final boolean countsQueueing;
  private final Places places = new Places();
  private final ConcurrentMap<String, SharedResource> resources = new ConcurrentHashMap<>();

  ServiceLevels(ServiceLevelsBuilder builder, MeterRegistry registry) {
    this.slos = List.copyOf(builder.slos);
    this.events = new SloEvents(registry, builder.fixed, slos);
    this.names = new CauseNames(builder.maxNames);
    this.clock = builder.clock;
    this.timed = slos.stream().anyMatch(slo -> slo.kind() != SloKind.ERRORS);
    this.occupancy = slos.stream().anyMatch(slo -> slo.kind() == SloKind.OCCUPANCY);
    this.countsQueueing = slos.stream().anyMatch(Slo::countsQueueing);
  }

  /**
   * {@return service levels that count in a registry}
   *
   * @param registry where the meters go
   * @param slos at least one, each with a name of its own
   * @throws IllegalStateException with every mistake: none is given, two have one name
   */
  public static ServiceLevels create(MeterRegistry registry, Slo... slos) {
    return builder(registry).slo(slos).build();
  }

  /**
   * {@return a builder with the defaults and no objective}
   *
   * @param registry where the meters go
   */
  public static ServiceLevelsBuilder builder(MeterRegistry registry) {
    return new ServiceLevelsBuilder(registry);
  }

  /** {@return the objectives, in the order in which they were given} */
  public List<Slo> slos() {
    return slos;
  }

  /** {@return the rules by which a Prometheus alerts on these objectives} */
  public SloRules rules() {
    return SloRules.of(slos);
  }

  /** {@return the rules as the text of a rule file, as {@link SloRules#yaml}} */
  public String prometheusRules() {
    return rules().yaml();
  }

  /**
   * {@return what measures the waiting for a resource; the same for the same name}
   *
   * @param name short and fixed: it is part of a tag
   * @throws IllegalArgumentException where it is null or blank
   */
  public SharedResource resource(String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "name of a resource is "
              + (name == null ? "null" : "blank")
              + "; give a short, fixed name, as in resource(\"orders-pool\")");
    }
    return resources.computeIfAbsent(name, key -> new SharedResource(this, key));
  }

  /**
   * {@return a data source that measures the waiting in {@code getConnection}, and knows which
   * cleanup has a connection until its {@code close}} It passes everything else on; what goes past
   * the connection that it hands out, as {@code unwrap} or {@code getStatement().getConnection()},
   * it does not see.
   *
   * @param name as for {@link #resource}
   * @param pool from which the connections are taken
   */
  public DataSource dataSource(String name, DataSource pool) {
    if (pool == null) {
      throw new NullPointerException("data source '" + name + "' is null; give the pool");
    }
    return new MeasuredDataSource(resource(name), pool);
  }

  @Override
  public Watch start(Exchange exchange) {
    return new SloWatch(this, exchange);
  }

  @Override
  public Stage stage() {
    return Stage.ASSESSOR;
  }

  @Override
  public boolean timesCleanups() {
    return occupancy;
  }

  @Override
  public boolean followsCleanups() {
    return timed;
  }

  @Override
  public boolean timesWrites() {
    return timed;
  }

  List<Slo> slosOf(@Nullable String route) {
    List<Slo> covering = new ArrayList<>(slos.size());
    for (Slo slo : slos) {
      if (slo.covers(route)) {
        covering.add(slo);
      }
    }
    return covering;
  }

  boolean countsQueueing() {
    return countsQueueing;
  }

  SloEvents events() {
    return events;
  }

  CauseNames names() {
    return names;
  }

  Places places() {
    return places;
  }

  long nanoTime() {
    return clock.getAsLong();
  }
}
