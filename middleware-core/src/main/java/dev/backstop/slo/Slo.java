package dev.backstop.slo;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective: what share of the exchanges of a route is to be good, and what good
 * means.
 *
 * <pre>{@code
 * Slo.latency("/orders/{id}", Duration.ofMillis(250), 0.99)    // the last byte within 250 ms
 * Slo.occupancy("/orders/{id}", Duration.ofMillis(400), 0.99)  // ... and all of it released
 * Slo.errors(Slo.EVERY_ROUTE, 0.999)
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Slo {
  /** The route that stands for every exchange, those without a route too. */
  public static final String EVERY_ROUTE = "*";

  private static final int LONGEST = 200;

  private final SloKind kind;
  private final String route;
  private final long thresholdNanos;
  private final double objective;
  private final String name;
  private final boolean countsQueueing;

  private Slo(
      SloKind kind,
      String route,
      long thresholdNanos,
      double objective,
      String name,
      boolean countsQueueing) {
    this.kind = kind;
    this.route = route;
    this.thresholdNanos = thresholdNanos;
    this.objective = objective;
    this.name = name;
    this.countsQueueing = countsQueueing;
  }

  /**
   * {@return an objective on {@link dev.backstop.outcome.Outcome#duration()}, from the start to the
   * last byte: good is what took no longer}
   *
   * @param route as {@link dev.backstop.outcome.Outcome#route()} has it, with the context path in
   *     front, or {@link #EVERY_ROUTE}
   * @param threshold positive
   * @param objective the share that is to be good, between 0 and 1, as in 0.99
   * @throws IllegalArgumentException where one of them is wrong
   */
  public static Slo latency(String route, Duration threshold, double objective) {
    return timed(SloKind.LATENCY, route, threshold, objective);
  }

  /**
   * {@return an objective on the duration and the unwinding: from the start until the last cleanup
   * of the application has run, which is how long the exchange kept what it had taken}
   *
   * @param route as for {@link #latency}
   * @param threshold positive
   * @param objective the share that is to be good, between 0 and 1
   * @throws IllegalArgumentException where one of them is wrong
   */
  public static Slo occupancy(String route, Duration threshold, double objective) {
    return timed(SloKind.OCCUPANCY, route, threshold, objective);
  }

  /**
   * {@return an objective on {@link dev.backstop.outcome.Outcome#failed()}} A client that went away
   * is no error of the service: of an exchange that ended ABORTED only a status of 500 or more, or
   * an error that is none of input and output, is bad.
   *
   * @param route as for {@link #latency}
   * @param objective the share that is to be good, between 0 and 1, as in 0.999
   * @throws IllegalArgumentException where one of them is wrong
   */
  public static Slo errors(String route, double objective) {
    return of(SloKind.ERRORS, route, 0, objective);
  }

  private static Slo timed(SloKind kind, String route, Duration threshold, double objective) {
    String call = kind.word() + "(" + route + ", ..)";
    if (threshold == null || threshold.isZero() || threshold.isNegative()) {
      throw new IllegalArgumentException(
          "threshold of "
              + call
              + " is "
              + threshold
              + ": expected a positive duration, as in Duration.ofMillis(250)");
    }
    long nanos;
    try {
      nanos = threshold.toNanos();
    } catch (ArithmeticException longerThanCenturies) {
      throw new IllegalArgumentException(
          "threshold of " + call + " is " + threshold + ": expected less than 292 years",
          longerThanCenturies);
    }
    return of(kind, route, nanos, objective);
  }

  private static Slo of(SloKind kind, String route, long thresholdNanos, double objective) {
    if (route == null) {
      throw new IllegalArgumentException(
          "route of " + kind.word() + "(..) is null: give a template, or Slo.EVERY_ROUTE for all");
    }
    if (!(objective > 0 && objective < 1)) {
      throw new IllegalArgumentException(
          "objective of "
              + kind.word()
              + "("
              + route
              + ", ..) is "
              + objective
              + ": expected a share between 0 and 1, as 0.999 for 99.9 %");
    }
    String name = checked(kind.word() + ":" + route, "route of " + kind.word() + "(..)");
    return new Slo(kind, route, thresholdNanos, objective, name, false);
  }

  /**
   * {@return the same objective by another name; the default is made of kind and route, as in
   * {@code latency:/orders/{id}}} Two of one kind on one route need one.
   *
   * @param other short and fixed: it is a tag, a log field and a label
   * @throws IllegalArgumentException where it is blank, too long, or has control characters
   */
  public Slo named(String other) {
    if (other == null || other.isBlank()) {
      throw new IllegalArgumentException(
          "name of "
              + this
              + " is "
              + (other == null ? "null" : "blank")
              + ": give a short, fixed name, or leave named(..) out");
    }
    return new Slo(
        kind, route, thresholdNanos, objective, checked(other, "name of an SLO"), countsQueueing);
  }

  /**
   * {@return the same objective, which counts as well how long the request had waited in the
   * container before Backstop saw it, where the container tells ({@link
   * dev.backstop.completion.RequestHead#arrivedNanos})}
   *
   * @throws IllegalStateException of an objective on errors, which has no time
   */
  public Slo countingQueueing() {
    if (kind == SloKind.ERRORS) {
      throw new IllegalStateException(
          this + " has no duration: leave countingQueueing() out, or use latency or occupancy");
    }
    return new Slo(kind, route, thresholdNanos, objective, name, true);
  }

  private static String checked(String text, String what) {
    boolean clean =
        text.length() <= LONGEST
            && text.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (!clean) {
      throw new IllegalArgumentException(
          what
              + " is '"
              + dev.backstop.outcome.Untrusted.clean(text)
              + "': expected at most "
              + LONGEST
              + " characters, none of them a control character");
    }
    return text;
  }

  /** {@return its name: a tag of the meter, and the label {@code slo} of the rules} */
  public String name() {
    return name;
  }

  /** {@return the route, or {@link #EVERY_ROUTE}} */
  public String route() {
    return route;
  }

  /** {@return the share that is to be good} */
  public double objective() {
    return objective;
  }

  /** {@return how long a good exchange takes at most; null of an objective on errors} */
  public @Nullable Duration threshold() {
    return kind == SloKind.ERRORS ? null : Duration.ofNanos(thresholdNanos);
  }

  SloKind kind() {
    return kind;
  }

  long thresholdNanos() {
    return thresholdNanos;
  }

  boolean countsQueueing() {
    return countsQueueing;
  }

  boolean covers(@Nullable String other) {
    boolean root = other != null && other.isEmpty() && route.equals("/"); // as spans have it too
    return root || route.equals(EVERY_ROUTE) || route.equals(other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slo slo
        && kind == slo.kind
        && route.equals(slo.route)
        && thresholdNanos == slo.thresholdNanos
        && Double.compare(objective, slo.objective) == 0
        && name.equals(slo.name)
        && countsQueueing == slo.countsQueueing;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, route, thresholdNanos, objective, name, countsQueueing);
  }

  @Override
  public String toString() {
    Duration limit = threshold();
    return name + (limit == null ? "" : " within " + limit) + " for " + objective + " of all";
  }
}
