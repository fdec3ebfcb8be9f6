package dev.backstop.slo;

import dev.backstop.cleanup.Release;
import org.jspecify.annotations.Nullable;

/**
 * One resource that was taken by {@link SharedResource#acquire}, until it is given back.
 *
 * <pre>{@code
 * Lease<Client> client = clients.acquire(pool::borrow, pool::takeBack);
 * exchange.cleanups().register("client.close", client, Lease::giveBack);
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @param <T> the type of what was taken
 */
public final class Lease<T> {
  private final SharedResource resource;
  private final T taken;
  private final @Nullable Release<? super T> release;
  private final @Nullable SloWatch watch;
  private final long takenNanos;
  private @Nullable HeldInterval interval;
  private boolean over;

  Lease(
      SharedResource resource,
      T taken,
      @Nullable Release<? super T> release,
      @Nullable SloWatch watch,
      long takenNanos) {
    this.resource = resource;
    this.taken = taken;
    this.release = release;
    this.watch = watch;
    this.takenNanos = takenNanos;
  }

  /** {@return what was taken} */
  public T get() {
    return taken;
  }

  /**
   * Gives it back, once; a later call does nothing.
   *
   * @throws Exception as the release throws it; it counts as given back all the same
   */
  public void giveBack() throws Exception {
    if (!releasing()) {
      return;
    }
    try {
      if (release != null) {
        release.release(taken);
      }
    } finally {
      released();
    }
  }

  /** It is about to be given back, on this thread; false where it was before. */
  boolean releasing() {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
    }
    // First: who waits may have it before the call that gives it back returns.
    CleanupRun run = resource.runHere();
    heldBy(run == null && watch != null ? watch.runOnOtherThread() : run);
    if (watch != null) {
      watch.gaveBack(this);
    }
    return true;
  }

  /** It was given back. */
  void released() {
    heldNoMore();
    resource.holders().givenBack();
  }

  /** A cleanup of its exchange begins, or gives it back: from now on that has it. */
  synchronized void heldBy(@Nullable CleanupRun run) {
    if (run != null && interval == null) {
      interval = resource.holders().begin(run, takenNanos);
    }
  }

  /** The cleanup is over. */
  synchronized void heldNoMore() {
    HeldInterval mine = interval;
    if (mine != null) {
      interval = null;
      resource.holders().end(mine, resource.nanoTime());
    }
  }

  @Override
  public String toString() {
    return "lease of " + resource.name();
  }
}
