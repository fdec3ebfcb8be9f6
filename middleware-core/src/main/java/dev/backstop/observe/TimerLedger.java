package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Stage;
import dev.backstop.Watch;
import dev.backstop.pitfall.PitfallLevel;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Knows the Micrometer observations that were started in an exchange, and reports those that have
 * not been stopped with it ({@code BS-701}) or were stopped twice ({@code BS-702}), which counts
 * the request twice. It goes to both sides:
 *
 * <pre>{@code
 * TimerLedger ledger = TimerLedger.create();
 * observationRegistry.observationConfig().observationHandler(ledger);
 * Backstop.builder().use(ledger)
 * }</pre>
 *
 * <p>An observation belongs to the exchange whose dispatch, or carried task, its thread is in when
 * it starts, else to that of its parent. Every case is reported; the level governs only whose
 * opener is known. A {@code Timer.Sample} or a long task timer without an observation tells nobody
 * that it was started, and is not seen. Give it to the registry by itself, not inside a {@code
 * FirstMatchingCompositeObservationHandler}, which would ask one handler only.
 *
 * <p>Thread-safe.
 */
public final class TimerLedger implements Middleware, ObservationHandler<Observation.Context> {
  @SuppressWarnings(
      "ThreadLocalUsage") // one for each object that an application makes, as is wanted
  private final ThreadLocal<@Nullable OpenTimers> current = new ThreadLocal<>();

  private final CallSites sites;

  private TimerLedger(PitfallLevel level) {
    this.sites = new CallSites(level);
  }

  /** {@return a ledger at {@link PitfallLevel#SAMPLED}} */
  public static TimerLedger create() {
    return create(PitfallLevel.SAMPLED);
  }

  /**
   * {@return a ledger} At {@link PitfallLevel#OFF} it sees nothing and costs nothing.
   *
   * @param level how often the line of code of who starts a sample is looked for
   */
  public static TimerLedger create(PitfallLevel level) {
    return new TimerLedger(
        Objects.requireNonNull(level, "level is null; give PitfallLevel.OFF to look at nothing"));
  }

  /** Returns {@link Stage#CONTEXT}: observers stop their observations before it looks. */
  @Override
  public Stage stage() {
    return Stage.CONTEXT;
  }

  @Override
  public boolean isOff() {
    return sites.isOff();
  }

  @Override
  public Watch start(Exchange exchange) {
    return new OpenTimers(exchange, current, sites.next());
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return !sites.isOff();
  }

  @Override
  public void onStart(Observation.Context context) {
    OpenTimers open = current.get();
    if (open == null) {
      ObservationView parent = context.getParentObservation();
      OpenTimers.Started outer = parent == null ? null : parent.getContextView().get(this);
      if (outer == null) {
        return;
      }
      open = outer.timers();
    }
    context.put(this, open.started(context));
  }

  @Override
  public void onStop(Observation.Context context) {
    OpenTimers.Started started = context.get(this);
    if (started != null) {
      started.timers().stopped(started);
    }
  }
}
