package dev.backstop.harness;

import dev.backstop.BackstopBuilder;
import dev.backstop.observe.LoggingContext;
import dev.backstop.observe.ScopeGuard;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.TimerLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.PitfallLevel;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * All detectors that have a level, at {@link PitfallLevel#EVERY}, for the Backstop of a test.
 *
 * <p>The {@link ScopeGuard} is not installed around OpenTelemetry's storage, since that would be
 * for the whole JVM: what is left open is found all the same, though not who opened it.
 *
 * <p>Thread-safe.
 */
public final class Detectors {
  private final SpanLedger spans = SpanLedger.create(PitfallLevel.EVERY);
  private final TimerLedger timers = TimerLedger.create(PitfallLevel.EVERY);
  private final ObservationRegistry observations = ObservationRegistry.create();

  /** Makes detectors that have caught nothing yet. */
  public Detectors() {
    observations.observationConfig().observationHandler(timers);
  }

  /**
   * Has a Backstop use tracing and them, each in its place.
   *
   * @param builder which has neither yet
   * @param tracing it is used before the detectors of spans and scopes
   * @return {@code builder}
   */
  public BackstopBuilder attach(BackstopBuilder builder, Tracing tracing) {
    return builder
        .use(LoggingContext.create())
        .use(tracing)
        .use(spans)
        .use(timers)
        .use(ScopeGuard.create(PitfallLevel.EVERY));
  }

  /** {@return what sees the spans start; the first processor of an SDK} */
  public SpanProcessor spanProcessor() {
    return spans;
  }

  /**
   * Looks for changes of ended spans, for the whole JVM, until that is closed.
   *
   * @return what ends the look when it is closed
   */
  public SpanLedger.EndedSpanWatch watchEndedSpans() {
    return spans.watchEndedSpans();
  }

  /** {@return a registry whose observations are watched} */
  public ObservationRegistry observations() {
    return observations;
  }
}
