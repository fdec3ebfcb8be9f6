package dev.backstop.benchmarks.jmh;

import dev.backstop.Backstop;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** An exchange from its opening to its end, without middleware, beside its handler alone. */
public class ExchangeBenchmark extends Timing {
  /** How many cleanups the handler registers. */
  @Param({"0", "1"})
  public int registered;

  @SuppressWarnings("NullAway.Init") // by start
  private Application application;

  @SuppressWarnings("NullAway.Init") // by start
  private Filter filter;

  /** Starts the application. */
  @Setup
  public void start(Blackhole sink) throws ServletException {
    application = new Application(sink, registered);
    filter = Application.started(Backstop.builder().build());
  }

  /** Stops it; fails where it left a cleanup out. */
  @TearDown
  public void stop() {
    filter.destroy();
    application.check();
  }

  /** The handler alone, which releases its resources itself. */
  @Benchmark
  public int bare() throws IOException {
    return application.serveBare();
  }

  /** Through Backstop's filter. */
  @Benchmark
  public int backstop() throws IOException, ServletException {
    return application.serve(filter);
  }
}
