package dev.backstop.benchmarks.jmh;

import dev.backstop.Backstop;
import dev.backstop.benchmarks.measure.Signal;
import dev.backstop.benchmarks.measure.Telemetry;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** An exchange with each middleware alone and with all together; backends that count and drop. */
public class MiddlewareBenchmark extends Timing {
  /** The part of Backstop, by what it tells. */
  @Param({"none", "LOG_LINE", "TIMING", "SPAN", "all"})
  public String tells = "";

  private final Telemetry telemetry = new Telemetry();
  private Set<Signal> signals = Set.of();

  @SuppressWarnings("NullAway.Init") // by start
  private Application application;

  @SuppressWarnings("NullAway.Init") // by start
  private Filter filter;

  /** Starts the application. */
  @Setup
  public void start(Blackhole sink) throws ServletException {
    signals =
        switch (tells) {
          case "none" -> EnumSet.noneOf(Signal.class);
          case "all" -> EnumSet.allOf(Signal.class);
          default -> EnumSet.of(Signal.valueOf(tells));
        };
    application = new Application(sink, 0);
    var builder = Backstop.builder();
    signals.forEach(signal -> builder.use(telemetry.middleware(signal)));
    filter = Application.started(builder.build());
  }

  /** Stops it; fails where a request was not told once. */
  @TearDown
  public void stop() {
    filter.destroy();
    long served = application.check();
    for (Signal signal : Signal.values()) {
      long expected = signals.contains(signal) ? served : 0;
      if (telemetry.count(signal) != expected) {
        throw new IllegalStateException(
            telemetry.count(signal) + " times " + signal + ", expected " + expected);
      }
    }
  }

  /** Through Backstop's filter. */
  @Benchmark
  public int exchange() throws IOException, ServletException {
    return application.serve(filter);
  }
}
