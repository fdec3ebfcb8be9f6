package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Cost;
import dev.backstop.benchmarks.measure.Progress;
import dev.backstop.benchmarks.measure.Spread;
import dev.backstop.benchmarks.measure.Threads;
import dev.backstop.benchmarks.plot.Table;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.stress.Ends;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The registry alone, without a server: made, filled and unwound on one thread, beside lambdas in a
 * deque. Not as exact as JMH, which measures it too, at fewer points.
 */
final class RegistryCurve implements Curve {
  private static final int WARM_UPS = 20;

  // Seen by others, as an exchange's registry is: none is made away with by the compiler.
  @SuppressWarnings("UnusedVariable")
  private volatile @Nullable Object published;

  private long sum;

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public Table measure(Effort effort) {
    int rounds = effort.of(15, 5);
    int cleanups = effort.of(1_000_000, 200_000);
    List<Integer> points = new ArrayList<>(List.of(0));
    points.addAll(effort.pointsTo(1_000));
    for (int i = 0; i < WARM_UPS; i++) { // compiled for all of them
      for (int count : points) {
        cost(this::unwind, count, cleanups);
        cost(this::unwindByHand, count, cleanups);
      }
    }
    Lines lines = new Lines();
    Progress progress = new Progress("registry: point", points.size());
    for (int count : points) {
      List<Cost.PerRequest> registry = new ArrayList<>();
      List<Cost.PerRequest> byHand = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        registry.add(cost(this::unwind, count, cleanups));
        byHand.add(cost(this::unwindByHand, count, cleanups));
      }
      put(lines, count, "CleanupRegistry", registry);
      put(lines, count, "lambdas in an ArrayDeque", byHand);
      progress.step();
    }
    return lines.table(
        "A registry alone: made, filled, unwound",
        "cleanups",
        "medians of " + rounds + " rounds of " + cleanups + " cleanups");
  }

  private static void put(Lines lines, int count, String line, List<Cost.PerRequest> rounds) {
    int all = rounds.size();
    lines.put(count, line, "ns", Spread.of(all, i -> rounds.get(i).cpuMicros()).median() * 1_000);
    lines.put(count, line, "bytes", Spread.of(all, i -> rounds.get(i).bytes()).median());
  }

  /** Returns what one of them costs with so many cleanups. */
  private Cost.PerRequest cost(IntConsumer form, int count, int cleanups) {
    int times = cleanups / Math.max(count, 10);
    sum = 0;
    Cost before = Threads.ofCaller();
    for (int i = 0; i < times; i++) {
      form.accept(count);
    }
    Cost.PerRequest cost = Threads.ofCaller().since(before, times);
    long expected = (long) times * count * (count + 1) / 2;
    if (sum != expected) {
      throw new IllegalStateException(
          count + " cleanups: their sum is " + sum + ", expected " + expected);
    }
    return cost;
  }

  private void unwind(int count) {
    CleanupRegistry registry = new CleanupRegistry();
    published = registry;
    for (int i = 1; i <= count; i++) {
      int value = i;
      registry.register("cleanup", outcome -> sum += value);
    }
    registry.unwind(Ends.OK);
  }

  private void unwindByHand(int count) {
    Deque<Runnable> cleanups = new ArrayDeque<>();
    published = cleanups;
    for (int i = 1; i <= count; i++) {
      int value = i;
      cleanups.push(() -> sum += value);
    }
    while (!cleanups.isEmpty()) {
      cleanups.pop().run();
    }
  }
}
