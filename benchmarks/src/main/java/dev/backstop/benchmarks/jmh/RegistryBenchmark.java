package dev.backstop.benchmarks.jmh;

import com.google.common.io.Closer;
import dev.backstop.cleanup.CleanupRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Resources that are released last opened, first released, by everything that does it. They exist
 * before: what is measured is their registration, its container, and their release. The container
 * is kept in a field, as that of a request is: the compiler may not do away with it.
 */
public class RegistryBenchmark extends Timing {
  /** How many resources. */
  @Param({"0", "1", "5", "20"})
  public int cleanups;

  private Resource[] resources = {};
  private long rounds;

  /** Whatever holds the cleanups of this round. */
  public @Nullable Object container;

  /** Opens the resources. */
  @Setup
  public void open(Blackhole sink) {
    resources = Resource.open(cleanups, sink);
  }

  /** Fails where a round left a resource out. */
  @TearDown
  public void check() {
    Resource.check(resources, rounds);
  }

  /** Calls the releases and registers nothing: the least that it can cost. */
  @Benchmark
  public void bareCalls() {
    rounds++;
    for (int i = cleanups - 1; i >= 0; i--) {
      resources[i].close();
    }
  }

  /** One nested try-with-resources for each; nothing is registered. */
  @Benchmark
  public void tryWithResources() {
    rounds++;
    NestedTry.run(resources, 0);
  }

  /** One nested try and finally for each; nothing is registered. */
  @Benchmark
  public void tryFinally() {
    rounds++;
    NestedTry.runFinally(resources, 0);
  }

  /** A stack of lambdas, each with its resource captured; no care for one that throws. */
  @Benchmark
  public void arrayDeque() {
    rounds++;
    ArrayDeque<Runnable> deque = new ArrayDeque<>();
    container = deque;
    for (Resource resource : resources) {
      deque.push(() -> resource.close());
    }
    for (Runnable next = deque.poll(); next != null; next = deque.poll()) {
      next.run();
    }
  }

  /** Guava's Closer, given the resources themselves; unsynchronised. */
  @Benchmark
  public void guavaCloser() throws IOException {
    rounds++;
    Closer closer = Closer.create();
    container = closer;
    for (Resource resource : resources) {
      closer.register(resource);
    }
    closer.close();
  }

  /** Guava's Closer, given lambdas, each with its resource captured. */
  @Benchmark
  public void guavaCloserOfLambdas() throws IOException {
    rounds++;
    Closer closer = Closer.create();
    container = closer;
    for (Resource resource : resources) {
      closer.register(() -> resource.close());
    }
    closer.close();
  }

  /** Backstop's registry, given the resources and a method reference: nothing is captured. */
  @Benchmark
  public void backstop() {
    rounds++;
    release(new CleanupRegistry());
  }

  /** The same, for an owner that has no clock: without the two looks at it that an unwinding is. */
  @Benchmark
  public void backstopWithoutClock() {
    rounds++;
    release(new CleanupRegistry(Owner.NO_CLOCK));
  }

  /** The same, for an owner that asks how long each cleanup took. */
  @Benchmark
  public void backstopTimesEach() {
    rounds++;
    release(new CleanupRegistry(Owner.TIMES_EACH));
  }

  private void release(CleanupRegistry registry) {
    container = registry;
    for (Resource resource : resources) {
      registry.register("resource", resource, Resource::close);
    }
    registry.unwind(Owner.OK);
  }

  /** Backstop's registry, given lambdas of the outcome, each with its resource captured. */
  @Benchmark
  public void backstopOfLambdas() {
    rounds++;
    CleanupRegistry registry = new CleanupRegistry();
    container = registry;
    for (Resource resource : resources) {
      registry.register("resource", outcome -> resource.close());
    }
    registry.unwind(Owner.OK);
  }
}
