package dev.backstop.completion;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For the root package: looks at the open exchanges once a second, off the request path, and keeps
 * the time limits of cleanups. One daemon thread, from the first start to the last stop.
 *
 * <p>Thread-safe.
 */
public final class Watchdog {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watchdog.class);

  private final OpenExchanges open;
  private final LongSupplier clock;
  private int users;
  private @Nullable ScheduledThreadPoolExecutor thread;
  private @Nullable Future<?> ticking;

  /**
   * Makes a watchdog that sleeps until it is started.
   *
   * @param open what it looks at
   * @param clock in nanoseconds, as {@link System#nanoTime} counts
   */
  public Watchdog(OpenExchanges open, LongSupplier clock) {
    this.open = open;
    this.clock = clock;
  }

  /** Starts the thread for the first user. */
  public synchronized void start() {
    users++;
    if (users == 1) {
      ticking = scheduler().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  private void tick() {
    long now = clock.getAsLong();
    for (OpenExchange exchange : open.all()) {
      try {
        exchange.inspect(now);
      } catch (Throwable t) { // one of them must not cost the others their watchdog
        LOGGER.atWarn().setCause(t).log("the watchdog could not look at {}", exchange);
      }
    }
  }

  /** Stops the thread after the last user. */
  public synchronized void stop() {
    if (users > 0 && --users == 0 && thread != null && ticking != null) {
      ticking.cancel(false);
      thread.shutdown(); // limits of cleanups that still run are kept
      thread = null;
    }
  }

  /** {@return what time limits are scheduled with} */
  public synchronized ScheduledExecutorService scheduler() {
    if (thread == null) {
      thread =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread made = new Thread(task, "backstop-watchdog");
                made.setDaemon(true);
                made.setContextClassLoader(Watchdog.class.getClassLoader());
                return made;
              });
      thread.setRemoveOnCancelPolicy(true);
      thread.setKeepAliveTime(5, TimeUnit.SECONDS); // for a filter that nobody ever destroys
      thread.allowCoreThreadTimeOut(true);
    }
    return thread;
  }
}
