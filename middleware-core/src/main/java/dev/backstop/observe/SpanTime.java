package dev.backstop.observe;

import dev.backstop.Exchange;
import java.time.Instant;

/**
 * The time of one span. It knows where Backstop's clock and that of the span stood at one moment,
 * so that what Backstop measured can be told as the span would have told it: a wall clock that was
 * set meanwhile moves nothing.
 *
 * @param nanos Backstop's clock at that moment
 * @param epochNanos the span's clock at that moment
 * @param earliest what the span began with, by its own clock
 */
record SpanTime(long nanos, long epochNanos, long earliest) {
  /** Takes the time of a span that starts now, and tells nobody what its clock says. */
  static SpanTime startingNow(Exchange exchange) {
    Instant now = Instant.now();
    long epochNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return new SpanTime(exchange.nanoTime(), epochNanos, epochNanos);
  }

  /**
   * Returns a moment of Backstop's clock as one of the span's: not before it began, nor after now,
   * whatever an injected clock says.
   */
  long epochOf(long moment, long now) {
    long past = moment - now > 0 ? now : moment;
    return Math.max(earliest, epochNanos + (past - nanos));
  }
}
