package dev.backstop.spring;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who records the requests: Backstop or Spring's own observation. Decided once, at the start.
 *
 * <p>Spring's is switched off where Backstop records all that it records: the timer and, where
 * Micrometer has a tracer, the server span. Immutable and thread-safe.
 */
final class ServerObservation {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerObservation.class);
  private static final String BESIDE_SPRING = "backstop.server.requests";

  private final boolean kept;
  private final String timer;
  private final boolean spanIsSprings;

  private ServerObservation(boolean kept, String timer, boolean spanIsSprings) {
    this.kept = kept;
    this.timer = timer;
    this.spanIsSprings = spanIsSprings;
  }

  /**
   * Decides.
   *
   * @param settings what the application said
   * @param springName the name of Spring's timer
   * @param timed whether Backstop records a timer
   * @param traced whether Backstop can make the server span
   * @param tracer whether Micrometer has a tracer that makes spans of observations
   */
  static ServerObservation decide(
      BackstopProperties.Metrics settings,
      String springName,
      boolean timed,
      boolean traced,
      boolean tracer) {
    String name = settings.name() == null ? null : Checked.named("metrics.name", settings.name());
    boolean kept = isKept(settings, name, springName, timed, tracer && !traced);
    if (name != null && kept && timed && springName.equals(name)) {
      throw Checked.refused(
          "metrics.name",
          name,
          "Spring's observation is kept and records under this name: both would count each request."
              + " Leave the property out, which gives "
              + BESIDE_SPRING
              + ", or set backstop.metrics.keep-spring-observation=false.");
    }
    if (name == null) {
      name = kept ? BESIDE_SPRING : springName;
    }
    if (kept && timed) {
      LOGGER.info("Spring's observation records {}, and Backstop {}", springName, name);
    }
    return new ServerObservation(kept, name, kept && tracer);
  }

  /**
   * Decides where the application has metrics, or a Backstop, of its own: its timer has its name.
   *
   * @param keep what the application said; null where it said nothing
   * @param ownTimer the name of its timer; null where it has none
   * @param tracer whether Micrometer has a tracer that makes spans of observations, and the
   *     application no say in whether Backstop makes one as well
   */
  static ServerObservation beside(
      @Nullable Boolean keep, String springName, @Nullable String ownTimer, boolean tracer) {
    boolean isSame = springName.equals(ownTimer);
    boolean kept = keep == null ? !isSame : keep;
    if (kept && isSame) {
      throw Checked.refused(
          "metrics.keep-spring-observation",
          true,
          "Spring's observation and the application's own Metrics both record "
              + springName
              + ": each request would count twice. Leave the property out, or give the timer"
              + " another name: Metrics.builder(registry).name(\""
              + BESIDE_SPRING
              + "\").");
    }
    return new ServerObservation(kept, ownTimer == null ? BESIDE_SPRING : ownTimer, kept && tracer);
  }

  private static boolean isKept(
      BackstopProperties.Metrics settings,
      @Nullable String name,
      String springName,
      boolean timed,
      boolean spanWouldBeLost) {
    if (settings.keepSpringObservation() != null) {
      return settings.keepSpringObservation();
    }
    return !timed || spanWouldBeLost || (name != null && !name.equals(springName));
  }

  /** Returns whether Spring's own observation stays on. */
  boolean isKept() {
    return kept;
  }

  /** Returns the name of Backstop's timer. */
  String timer() {
    return timer;
  }

  /**
   * Returns whether the server span is made of Spring's observation: a second one is one too many.
   */
  boolean spanIsSprings() {
    return spanIsSprings;
  }
}
