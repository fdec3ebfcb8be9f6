package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.completion.Exchanges;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.OpenExchanges;
import dev.backstop.completion.RequestHead;
import dev.backstop.completion.Watchdog;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.pitfall.PitfallListener;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how every HTTP exchange really ended, and runs every cleanup of it once, in order, with
 * that knowledge.
 *
 * <pre>{@code
 * Backstop backstop = Backstop.builder()
 *     .use(Tracing.create(openTelemetry))
 *     .use(Metrics.create(meterRegistry))
 *     .use(AccessLog.create())
 *     .build();
 * backstop.install(servletContext);
 * }</pre>
 *
 * <p>One Backstop may serve several contexts; several may live in one server. Thread-safe.
 */
public final class Backstop implements Exchanges {
  private static final Logger LOGGER = LoggerFactory.getLogger(Backstop.class);

  private static final int LONGEST_FALLBACK = Short.MAX_VALUE - 1; // nine hours

  private final List<Middleware> middleware;
  private final List<String> names;
  private final List<PitfallListener> pitfallListeners;
  private final List<BiConsumer<Outcome, CleanupReport>> outcomeListeners;
  private final @Nullable Executor executor;
  private final LongSupplier clock;
  private final boolean timesCleanups;
  private final boolean timesObservers;
  private final boolean followsCleanups;
  private final boolean timesWrites;
  private final boolean guardsRequests;
  private final long slowCleanupNanos; // Long.MAX_VALUE where nobody asked
  private final boolean servletApiOnly;
  private final int fallbackSeconds;
  private final long reportAgeNanos;
  private final long carryDeadlineNanos;
  private final @Nullable ErrorPipeline errors;
  private final ErrorCategories categories;
  private final OpenExchanges open = new OpenExchanges();
  private final Watchdog watchdog;
  private final @Nullable List<String> keptHeaders; // null where no snapshot is kept
  private final HandedOffWork handedOff = new HandedOffWork();

  Backstop(BackstopBuilder builder) {
    this.middleware = builder.inOrder();
    this.names = middleware.stream().map(Middleware::name).toList();
    this.pitfallListeners = List.copyOf(builder.pitfallListeners);
    this.outcomeListeners = List.copyOf(builder.outcomeListeners);
    this.executor = builder.executor;
    this.clock = builder.clock;
    this.slowCleanupNanos =
        builder.slowCleanup == null ? Long.MAX_VALUE : nanosOf(builder.slowCleanup);
    this.timesObservers = builder.timesCleanups || slowCleanupNanos < Long.MAX_VALUE;
    this.timesCleanups = timesObservers || middleware.stream().anyMatch(Middleware::timesCleanups);
    this.followsCleanups = middleware.stream().anyMatch(Middleware::followsCleanups);
    this.timesWrites = middleware.stream().anyMatch(Middleware::timesWrites);
    this.guardsRequests = builder.guardsRequests;
    this.servletApiOnly = builder.servletApiOnly;
    this.fallbackSeconds = (int) Math.min(LONGEST_FALLBACK, builder.fallbackAfter.toSeconds());
    this.reportAgeNanos = nanosOf(builder.reportAge);
    this.carryDeadlineNanos = nanosOf(builder.carryDeadline);
    this.errors = builder.errors.pipeline();
    this.categories = builder.errors.categories();
    this.watchdog = new Watchdog(open, clock);
    this.keptHeaders = builder.keepsRequests ? List.copyOf(builder.keptHeaders) : null;
  }

  static long nanosOf(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException longerThanCenturies) {
      return Long.MAX_VALUE;
    }
  }

  /** {@return a builder with nothing in use} */
  public static BackstopBuilder builder() {
    return new BackstopBuilder();
  }

  /**
   * {@return a filter for a container that Backstop has no installation for, to be mapped first,
   * for REQUEST, ASYNC, ERROR and INCLUDE, with asynchronous support} It knows the most that a
   * filter can know, and {@link Outcome#statusSource} says {@link
   * dev.backstop.outcome.StatusSource#PREDICTED} where it guessed. A slow cleanup may delay the
   * client. Prefer {@link #install}.
   */
  public Filter filter() {
    return new BackstopFilter(this, null);
  }

  /**
   * Installs everything in a context that is starting: the outermost filter and the container's own
   * signal. Call it from {@code ServletContextListener.contextInitialized}, from {@code
   * ServletContainerInitializer.onStartup} or, with an embedded server, before it starts. Twice on
   * one context is one installation and a warning.
   *
   * @param context not started yet
   * @throws IllegalStateException where the context has already started
   */
  public void install(ServletContext context) {
    Installation.install(this, context);
  }

  /** {@return the middleware in use, in the order in which it starts; not to be changed} */
  public List<Middleware> middleware() {
    return middleware;
  }

  // For our packages ---------------------------------------------------------------------------

  @Override
  public @Nullable ExchangeLife find(@Nullable Object attribute) {
    for (ExchangeLife life = ExchangeLife.cast(attribute); life != null; life = life.outer()) {
      if (life.belongsTo(this)) {
        return life;
      }
    }
    return null;
  }

  @Override
  public ExchangeLife open(RequestHead head, @Nullable Object outer, Object home) {
    return open(head, outer, home, EndedBy.CONTAINER);
  }

  ExchangeLife open(RequestHead head, @Nullable Object outer, Object home, EndedBy endedBy) {
    ExchangeLife life = new ExchangeLife(this, head, ExchangeLife.cast(outer), home, endedBy);
    open.add(life);
    life.start();
    return life;
  }

  @Override
  public void started(Object home) {
    watchdog.start();
  }

  @Override
  public void stopped(Object home) {
    for (OpenExchange exchange : open.all()) {
      if (((ExchangeLife) exchange).isAtHome(home)) {
        exchange.abandon();
      }
    }
    handedOff.stopped(home);
    watchdog.stop();
  }

  /** An exchange has ended and unwound: the listeners are told, last of all. */
  void ended(ExchangeLife life, Outcome outcome, CleanupReport report) {
    open.remove(life);
    for (int i = 0; i < outcomeListeners.size(); i++) { // an iterator is 32 bytes a request
      try {
        outcomeListeners.get(i).accept(outcome, report);
      } catch (Throwable t) {
        report(PitfallKind.OBSERVER_FAILED, life, "onOutcome", t);
      }
    }
  }

  void report(PitfallKind kind, ExchangeLife life, String detail, @Nullable Throwable cause) {
    if (isToldOfPitfalls()) {
      tell(life, Pitfall.here(kind, life.describe(), detail, cause));
    }
  }

  void report(
      PitfallKind kind,
      ExchangeLife life,
      String detail,
      @Nullable StackTraceElement site,
      @Nullable Throwable cause) {
    if (site == null) {
      report(kind, life, detail, cause);
    } else {
      reportAt(kind, life, detail, site, cause);
    }
  }

  /** Reports what did not happen on this stack: the site is known, or nobody knows it. */
  void reportAt(
      PitfallKind kind,
      ExchangeLife life,
      String detail,
      @Nullable StackTraceElement site,
      @Nullable Throwable cause) {
    if (isToldOfPitfalls()) {
      tell(life, new Pitfall(kind, life.describe(), detail, site, cause));
    }
  }

  /** Reports a call of the application; containers call their responses late by themselves. */
  void reportCall(PitfallKind kind, ExchangeLife life, String call) {
    if (isToldOfPitfalls()) {
      Pitfall pitfall = Pitfall.here(kind, life.describe(), call, null);
      if (pitfall.site() != null) {
        tell(life, pitfall);
      }
    }
  }

  /** Returns whether anybody hears of pitfalls. */
  boolean isToldOfPitfalls() {
    return !pitfallListeners.isEmpty() || !middleware.isEmpty();
  }

  private void tell(ExchangeLife life, Pitfall pitfall) {
    for (PitfallListener listener : pitfallListeners) {
      try {
        listener.onPitfall(pitfall);
      } catch (Throwable t) {
        listenerFailed(pitfall, t);
      }
    }
    Observers observers = life.observers();
    if (observers != null) {
      observers.pitfall(pitfall);
    }
  }

  void listenerFailed(Pitfall pitfall, Throwable failure) {
    LOGGER.atWarn().setCause(failure).log("a pitfall listener threw; the pitfall was {}", pitfall);
  }

  /** Begins to look for slow cleanups on this thread; null where nobody asked for it. */
  @Nullable SlowCleanups watchCleanups() {
    return slowCleanupNanos == Long.MAX_VALUE
        ? null
        : SlowCleanups.watch(this, slowCleanupNanos, scheduler());
  }

  /** Returns whether requests are wrapped to find their use after the end. */
  boolean guardsRequests() {
    return guardsRequests;
  }

  /** Returns the headers of which each request's snapshot is kept; null where none is. */
  @Nullable List<String> keptHeaders() {
    return keptHeaders;
  }

  HandedOffWork handedOff() {
    return handedOff;
  }

  /** Returns what turns errors into answers, or null where nobody asked for it. */
  @Nullable ErrorPipeline errors() {
    return errors;
  }

  ErrorCategories categories() {
    return categories;
  }

  /** Returns whether somebody reads every outcome. */
  boolean isObserved() {
    return !middleware.isEmpty() || !outcomeListeners.isEmpty();
  }

  List<String> names() {
    return names;
  }

  /** Returns whether to leave the containers' own signals alone. */
  boolean servletApiOnly() {
    return servletApiOnly;
  }

  /** Returns where to unwind instead of a thread that must not wait: what was set, or the given. */
  Executor executorOr(Executor containers) {
    return executor == null ? containers : executor;
  }

  long carryDeadlineNanos() {
    return carryDeadlineNanos;
  }

  long nanoTime() {
    return clock.getAsLong();
  }

  boolean timesCleanups() {
    return timesCleanups;
  }

  boolean timesObservers() {
    return timesObservers;
  }

  boolean followsCleanups() {
    return followsCleanups;
  }

  boolean timesWrites() {
    return timesWrites;
  }

  int fallbackSeconds() {
    return fallbackSeconds;
  }

  long reportAgeNanos() {
    return reportAgeNanos;
  }

  ScheduledExecutorService scheduler() {
    return watchdog.scheduler();
  }
}
