package dev.backstop.pitfall;

import dev.backstop.outcome.LoggedError;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs pitfalls, each kind and line of code once; from then on how many there have been, at powers
 * of ten and otherwise at most once a minute. No line can be forged: the message of a cause, too,
 * is escaped where a client may have sent it. Thread-safe.
 */
final class LoggedPitfalls implements PitfallListener {
  private static final int MOST_PLACES = 1_000; // those of generated code might be without end
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger logger;
  private final LongSupplier nanoTime;
  private final Map<Place, Count> counts = new ConcurrentHashMap<>();

  LoggedPitfalls(Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.nanoTime = nanoTime;
  }

  /** A line of code that does one thing wrong; null where it is not known, or one too many. */
  private record Place(PitfallKind kind, @Nullable StackTraceElement site) {}

  @Override
  public void onPitfall(Pitfall pitfall) {
    Place place = new Place(pitfall.kind(), pitfall.site());
    if (counts.size() >= MOST_PLACES && !counts.containsKey(place)) {
      place = new Place(pitfall.kind(), null);
    }
    long count = counts.computeIfAbsent(place, ignored -> new Count()).next(nanoTime.getAsLong());
    if (count == 1) {
      Throwable cause = pitfall.cause();
      event(pitfall).setCause(cause == null ? null : LoggedError.of(cause)).log(pitfall.message());
    } else if (count > 1) {
      event(pitfall).addKeyValue("count", count).log(count + " times: " + pitfall.message());
    }
  }

  private LoggingEventBuilder event(Pitfall pitfall) {
    return logger.atWarn().addKeyValue("pitfall", pitfall.kind().id());
  }

  /** How often, and when that was last told. */
  private static final class Count {
    private long count;
    private long nextPower = 1;
    private long toldNanos;

    /** Counts one more; returns the count where it is to be told, else 0. */
    synchronized long next(long now) {
      count++;
      boolean round = count == nextPower;
      if (round) {
        nextPower *= 10;
      } else if (now - toldNanos < QUIET_NANOS) {
        return 0;
      }
      toldNanos = now;
      return count;
    }
  }
}
