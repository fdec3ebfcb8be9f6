package dev.backstop.benchmarks.growth;

import dev.backstop.BackstopBuilder;
import dev.backstop.benchmarks.measure.Cost;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import dev.backstop.benchmarks.measure.Threads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.ServletMapping;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty with one servlet, whose threads are measured. */
final class GrowthServer implements AutoCloseable {
  /** What is added to no Backstop. */
  static final BiConsumer<BackstopBuilder, Telemetry> NOTHING = (builder, telemetry) -> {};

  private static final int WORKERS = 2;
  private static final int OWN_THREADS = 2; // one accepts, one selects
  private static final int IDLE_MILLIS = 600_000; // no connection is closed while others are opened

  // The 50 of the default overflow when thousands connect, and a second passes until the next try.
  private static final int ACCEPT_QUEUE = 4_096;

  private final Stack stack;
  private final Telemetry telemetry = new Telemetry();
  private final LongAdder ended = new LongAdder();
  private final Threads threads;
  private final QueuedThreadPool pool;
  private final Server server;
  private final ServerConnector connector;

  /** Starts it with two threads that serve. */
  GrowthServer(
      Stack stack,
      List<String> routes,
      HttpServlet servlet,
      BiConsumer<BackstopBuilder, Telemetry> more)
      throws InterruptedException, ExecutionException {
    this(stack, WORKERS, routes, servlet, more);
  }

  /**
   * Starts it.
   *
   * @param workers the threads that serve
   * @param more called with the builder of its Backstop, where it has one, and with its telemetry
   */
  GrowthServer(
      Stack stack,
      int workers,
      List<String> routes,
      HttpServlet servlet,
      BiConsumer<BackstopBuilder, Telemetry> more)
      throws InterruptedException, ExecutionException {
    this.stack = stack;
    threads = new Threads(stack.name());
    // From the first to the last: a thread that ends takes its count with it.
    int all = workers + OWN_THREADS;
    pool = new QueuedThreadPool(all, all);
    pool.setReservedThreads(0);
    server = new Server(pool);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    ServletMapping mapping = new ServletMapping();
    mapping.setServletName(holder.getName());
    mapping.setPathSpecs(routes.toArray(String[]::new));
    context.getServletHandler().addServlet(holder);
    context.getServletHandler().addServletMapping(mapping);
    server.setHandler(context);
    BackstopBuilder builder = stack.builder(telemetry);
    if (builder != null) {
      builder.onOutcome((outcome, report) -> ended.increment());
      more.accept(builder, telemetry);
      builder.build().install(context.getServletContext());
    }
    threads.make(
        () -> {
          server.start();
          return server;
        });
  }

  Stack stack() {
    return stack;
  }

  int port() {
    return connector.getLocalPort();
  }

  int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /** Returns whether its threads have nothing to do. */
  boolean isIdle() {
    return pool.getQueueSize() == 0 && pool.getIdleThreads() >= pool.getThreads() - OWN_THREADS;
  }

  Cost cost() {
    return threads.cost();
  }

  int meters() {
    return telemetry.meters().getMeters().size();
  }

  /** Waits until all is told of all requests so far: the client has its answer before. */
  void settle(long asked) throws InterruptedException {
    if (stack != Stack.BARE) {
      Waiting.until(
          stack.title() + ": " + asked + " exchanges to have ended", () -> ended.sum() == asked);
    }
  }

  /** Fails if a signal was not told once for each request. */
  void check(long asked) {
    long expected = stack == Stack.FULL ? asked : 0;
    check("log lines", telemetry.count(Signal.LOG_LINE), expected);
    check("spans", telemetry.count(Signal.SPAN), expected);
    check("timings", timings(telemetry.meters()), expected);
  }

  private void check(String what, long told, long expected) {
    if (told != expected) {
      throw new IllegalStateException(
          stack.title() + ": " + told + " " + what + " were told, expected " + expected);
    }
  }

  private static long timings(MeterRegistry meters) {
    return meters.find("http.server.requests").timers().stream().mapToLong(Timer::count).sum();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
