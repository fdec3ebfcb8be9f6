package dev.backstop.slo;

import dev.backstop.cleanup.Release;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Something that exchanges share and wait for: a pool, a semaphore, a lock. It measures how long
 * each waits, and knows by which cleanups it was held meanwhile. Made by {@link
 * ServiceLevels#resource}; {@link ServiceLevels#dataSource} is one for JDBC.
 *
 * <p>Thread-safe. No lock of it is held while somebody waits.
 */
public final class SharedResource {
  private final ServiceLevels levels;
  private final String name;
  private final Holders holders = new Holders();

  SharedResource(ServiceLevels levels, String name) {
    this.levels = levels;
    this.name = name;
  }

  /** A call that takes one, and throws what those of its kind throw. */
  interface Source<T, X extends Exception> {
    T get() throws X;
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /**
   * Takes it by a call that may wait, which is measured.
   *
   * <p>The exchange that waits is that of this thread: in a dispatch, in a cleanup, and in a task
   * of {@link dev.backstop.Exchange#wrap(Runnable)}; elsewhere nobody's time is charged.
   *
   * @param <T> what is taken
   * @param source what takes it, as {@code pool::borrow}
   * @param giveBack what {@link Lease#giveBack} does with it
   * @return what the call returned, to be given back once
   * @throws Exception as the source throws it; that was a wait too, and nothing is held
   */
  public <T> Lease<T> acquire(Callable<? extends T> source, Release<? super T> giveBack)
      throws Exception {
    if (source == null || giveBack == null) {
      throw new NullPointerException(
          (source == null ? "source" : "giveBack") + " of resource '" + name + "' is null");
    }
    return this.<T, Exception>take(source::call, giveBack);
  }

  /** Takes it as {@link #acquire}; without a release the lease is ended by who asked for it. */
  <T, X extends Exception> Lease<T> take(
      Source<? extends T, X> source, @Nullable Release<? super T> giveBack) throws X {
    holders.waits();
    long began = levels.nanoTime();
    T taken;
    try {
      taken = source.get();
    } catch (Throwable t) {
      waited(began);
      throw t;
    }
    return leased(taken, giveBack, waited(began));
  }

  /** A wait is over, well or not. */
  private long waited(long began) {
    long now = levels.nanoTime();
    Place place = levels.places().here();
    if (place != null && place.run() == null) { // a cleanup that waits is told as that cleanup
      place.watch().waited(this, began, now, holders.of(began, now));
    }
    holders.waitsNoMore();
    return now;
  }

  private <T> Lease<T> leased(T taken, @Nullable Release<? super T> giveBack, long now) {
    Place place = levels.places().here();
    SloWatch watch = place == null ? null : place.watch();
    Lease<T> lease = new Lease<>(this, taken, giveBack, watch, now);
    holders.taken();
    if (place != null && watch != null) {
      watch.took(lease);
      lease.heldBy(place.run());
    }
    return lease;
  }

  /** Returns the cleanup that this thread runs, or null. */
  @Nullable CleanupRun runHere() {
    Place place = levels.places().here();
    return place == null ? null : place.run();
  }

  Holders holders() {
    return holders;
  }

  long nanoTime() {
    return levels.nanoTime();
  }

  @Override
  public String toString() {
    return name;
  }
}
