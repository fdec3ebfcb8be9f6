package dev.backstop.benchmarks.measure;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * What a request costs one server, over all rounds, alone and beside another server in the same
 * round.
 */
public record Figures(
    Spread bytes, Spread bytesOver, Spread cpuMicros, Spread cpuMicrosOver, Spread cpuRatio) {
  /** Returns the figures of one server beside another one. */
  public static Figures of(MeasuredServer server, MeasuredServer other) {
    return new Figures(
        spread(server, other, (own, its) -> own.bytes()),
        spread(server, other, (own, its) -> own.bytes() - its.bytes()),
        spread(server, other, (own, its) -> own.cpuMicros()),
        spread(server, other, (own, its) -> own.cpuMicros() - its.cpuMicros()),
        spread(server, other, (own, its) -> own.cpuMicros() / its.cpuMicros()));
  }

  private static Spread spread(
      MeasuredServer server,
      MeasuredServer other,
      ToDoubleBiFunction<Cost.PerRequest, Cost.PerRequest> figure) {
    List<Cost.PerRequest> own = server.rounds();
    List<Cost.PerRequest> its = other.rounds();
    return Spread.of(own.size(), i -> figure.applyAsDouble(own.get(i), its.get(i)));
  }
}
