package dev.backstop.benchmarks.jmh;

import java.io.Closeable;
import org.openjdk.jmh.infra.Blackhole;

/** What a cleanup releases. Its release is seen by JMH and counted, so that none is left out. */
final class Resource implements Closeable {
  private final Blackhole sink;
  private long releases;

  Resource(Blackhole sink) {
    this.sink = sink;
  }

  @Override
  public void close() {
    releases++;
    sink.consume(this);
  }

  static Resource[] open(int count, Blackhole sink) {
    Resource[] opened = new Resource[count];
    for (int i = 0; i < count; i++) {
      opened[i] = new Resource(sink);
    }
    return opened;
  }

  /** Fails unless each of the rounds has released each of these. */
  static void check(Resource[] resources, long rounds) {
    for (Resource resource : resources) {
      if (resource.releases != rounds) {
        throw new IllegalStateException(
            resource.releases + " releases of a resource, expected one in each of " + rounds);
      }
    }
  }
}
