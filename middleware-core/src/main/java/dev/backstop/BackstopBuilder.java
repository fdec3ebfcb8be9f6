package dev.backstop;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link Backstop}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class BackstopBuilder {
  private final List<Middleware> middleware = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  final ErrorSetup errors = new ErrorSetup(mistakes);
  final List<PitfallListener> pitfallListeners = new ArrayList<>();
  final List<BiConsumer<Outcome, CleanupReport>> outcomeListeners = new ArrayList<>();
  @Nullable Executor executor;
  LongSupplier clock = System::nanoTime;
  boolean timesCleanups;
  boolean servletApiOnly;
  boolean guardsRequests;
  boolean keepsRequests;
  final List<String> keptHeaders = new ArrayList<>();
  @Nullable Duration slowCleanup;
  Duration fallbackAfter = Duration.ofSeconds(10);
  Duration reportAge = Duration.ofMinutes(5);
  Duration carryDeadline = Duration.ofSeconds(30);

  BackstopBuilder() {}

  /**
   * Adds a middleware. Those of one stage start in this order and end in the opposite one.
   *
   * @param added serves all exchanges, on any thread
   * @return this builder
   */
  public BackstopBuilder use(Middleware added) {
    if (given(added, "use(middleware)", "leave the call out") && isUsable(added)) {
      for (Middleware present : middleware) {
        if (present == added || isSecondOfOurs(present, added)) {
          mistakes.add(
              "use("
                  + added.name()
                  + ") was called twice; every exchange would be recorded twice:"
                  + " keep one");
          return this;
        }
      }
      middleware.add(added);
    }
    return this;
  }

  private boolean isUsable(Middleware added) {
    String name = added.name();
    boolean isNamed = name != null && !name.isBlank();
    if (!isNamed) {
      mistakes.add(
          added.getClass().getName()
              + ".name() is "
              + (name == null ? "null" : "blank")
              + ": give a short, fixed name, since reports and log lines call it by that");
    }
    if (added.stage() == null) {
      mistakes.add("use(" + name + "): its stage() is null: return Stage.OBSERVER");
    }
    return isNamed && added.stage() != null;
  }

  /** Two of an application's classes may differ; two of ours write the same span, meter or line. */
  private static boolean isSecondOfOurs(Middleware present, Middleware added) {
    String place = added.getClass().getPackageName();
    return present.getClass() == added.getClass()
        && (place.equals("dev.backstop.observe") || place.equals("dev.backstop.tenant"))
        && present.name().equals(added.name());
  }

  /**
   * Adds a listener to pitfalls. Without one they are not looked for a place in the code.
   *
   * @param listener thread-safe
   * @return this builder
   */
  public BackstopBuilder onPitfall(PitfallListener listener) {
    if (given(listener, "onPitfall(listener)", "use PitfallListener.logging()")
        && isFirst(pitfallListeners, listener, "onPitfall")) {
      pitfallListeners.add(listener);
    }
    return this;
  }

  /**
   * Adds a listener to outcomes, which runs after all cleanups, with their report.
   *
   * @param listener thread-safe; called once for each exchange
   * @return this builder
   */
  public BackstopBuilder onOutcome(BiConsumer<Outcome, CleanupReport> listener) {
    if (given(listener, "onOutcome(listener)", "leave the call out")
        && isFirst(outcomeListeners, listener, "onOutcome")) {
      outcomeListeners.add(listener);
    }
    return this;
  }

  /**
   * Answers errors of a type, and of its subclasses that have no mapper of their own, with a
   * problem (RFC 9457, {@code application/problem+json}) instead of leaving them to the container:
   * those that escape from a dispatch, from a gate, or from a {@link Runnable} that {@link
   * Exchange#wrap(Runnable)} or {@link Exchange#executor} carries while the request is
   * asynchronous, and those given to {@link Exchange#fail(Throwable)}. A timeout of asynchronous
   * processing is a {@link java.util.concurrent.TimeoutException} here.
   *
   * <p>The outcome keeps the error, as a handled one. Headers that the application has set stay,
   * those of the body it had begun excepted. After the commit nothing is answered: the error goes
   * on to the container, as does one without a mapper.
   *
   * @param <T> the errors that are answered
   * @param type the errors that are answered
   * @param mapper called once for such an error
   * @return this builder
   */
  public <T extends Throwable> BackstopBuilder mapError(
      Class<T> type, ErrorMapper<? super T> mapper) {
    errors.map(type, mapper);
    return this;
  }

  /**
   * Adds a gate for every request. These come before those of paths, in the order in which they
   * were added; the first that refuses is the last that is asked.
   *
   * @param gate asked once for each request
   * @return this builder
   */
  public BackstopBuilder gate(Gate gate) {
    errors.gate(gate);
    return this;
  }

  /**
   * Adds a gate for some paths; the patterns are those of servlet mappings (Servlet 6.1, 12.2):
   * {@code /orders}, {@code /api/*}, {@code *.pdf}, {@code /*}, or the empty one for the root of
   * the context. All gates that match are asked, in the order in which they were added.
   *
   * @param pattern matched within the context
   * @param gate asked once for each request that matches
   * @return this builder
   */
  public BackstopBuilder gate(String pattern, Gate gate) {
    errors.gate(pattern, gate);
    return this;
  }

  /**
   * Names the category of errors of a type, and of its subclasses that have none of their own:
   * {@link Outcome#errorCategory}. It goes before the categories that Backstop knows by itself.
   *
   * @param type the errors that are of it
   * @param word lower case, at most 40 characters: it becomes a tag
   * @return this builder
   */
  public BackstopBuilder errorCategory(Class<? extends Throwable> type, String word) {
    errors.category(type, word);
    return this;
  }

  /**
   * Sets where cleanups run when an exchange ends on a thread of the container that must not wait,
   * and what comes after an asynchronous cleanup ({@link
   * dev.backstop.cleanup.CleanupRegistry#registerAsync}). The default is the container's own pool
   * for the first, and for the second a new thread each time.
   *
   * @param unwinding may run a task late, but has to run each
   * @return this builder
   */
  public BackstopBuilder executor(Executor unwinding) {
    if (given(unwinding, "executor(executor)", "leave the call out for the container's pool")) {
      if (executor != null) {
        mistakes.add("executor(..) was called twice: keep one");
      }
      executor = unwinding;
    }
    return this;
  }

  /**
   * Sets the clock, as {@link System#nanoTime} counts; for tests.
   *
   * @param nanoTime thread-safe; it never goes back
   * @return this builder
   */
  public BackstopBuilder clock(LongSupplier nanoTime) {
    if (given(nanoTime, "clock(nanoTime)", "leave the call out for System.nanoTime()")) {
      clock = nanoTime;
    }
    return this;
  }

  /**
   * Goes by the Servlet API alone, also in a container whose own signal Backstop knows. The status
   * may then be a guess, and {@link Outcome#statusSource} says so.
   *
   * @return this builder
   */
  public BackstopBuilder servletApiOnly() {
    servletApiOnly = true;
    return this;
  }

  /**
   * Times every single cleanup, the ends of middleware too, two clock reads each; without it only
   * what a middleware asks for ({@link Middleware#timesCleanups}) and the whole unwinding.
   *
   * @return this builder
   */
  public BackstopBuilder timeCleanups() {
    timesCleanups = true;
    return this;
  }

  /**
   * Sets from what duration on a cleanup is reported as slow, with the line of code where it stood;
   * without it none is. It times every cleanup, as {@link #timeCleanups}, and costs each exchange a
   * task on the watchdog's thread.
   *
   * @param budget positive
   * @return this builder
   */
  public BackstopBuilder slowCleanupAfter(Duration budget) {
    if (isPositive(budget, "slowCleanupAfter", "no budget")) {
      slowCleanup = budget;
    }
    return this;
  }

  /**
   * Wraps each request to find its use after the end, by cleanups too: such a call throws {@link
   * IllegalStateException} and is reported. It is meant for tests: some containers and frameworks
   * answer differently where the request is wrapped. Off by default.
   *
   * @return this builder
   */
  public BackstopBuilder guardRequest() {
    guardsRequests = true;
    return this;
  }

  /**
   * Sets how long after the last sign of an exchange the watchdog waits for the container's signal
   * before it ends the exchange itself; the default is 10 seconds.
   *
   * @param wait at least a second
   * @return this builder
   */
  public BackstopBuilder fallbackAfter(Duration wait) {
    if (given(wait, "fallbackAfter(wait)", "leave the call out for 10 seconds")) {
      if (wait.compareTo(Duration.ofSeconds(1)) < 0) {
        mistakes.add("fallbackAfter(" + wait + "): expected at least PT1S");
      }
      fallbackAfter = wait;
    }
    return this;
  }

  /**
   * Sets the age from which an open exchange is reported, once; the default is 5 minutes. Age alone
   * never ends an exchange.
   *
   * @param age positive
   * @return this builder
   */
  public BackstopBuilder reportAge(Duration age) {
    if (isPositive(age, "reportAge", "5 minutes")) {
      reportAge = age;
    }
    return this;
  }

  /**
   * Sets how long the unwinding of an exchange that has ended waits for the tasks that it carries
   * ({@link Exchange#wrap(Runnable)}), and how long after the end work that was handed off may take
   * ({@link Exchange#handOff}); the default is 30 seconds.
   *
   * @param deadline positive
   * @return this builder
   */
  public BackstopBuilder carryDeadline(Duration deadline) {
    if (isPositive(deadline, "carryDeadline", "30 seconds")) {
      carryDeadline = deadline;
    }
    return this;
  }

  /**
   * Keeps a snapshot of every request, with these headers, for {@link Exchange#snapshot} after the
   * end; without it there is one only where that was asked before, and it has no headers.
   *
   * @param names of request headers; none for a snapshot without
   * @return this builder
   */
  public BackstopBuilder keepHeaders(String... names) {
    if (given(names, "keepHeaders(names)", "leave the call out")) {
      keepsRequests = true;
      for (String name : names) {
        if (given(name, "keepHeaders(name)", "name a request header")
            && !keptHeaders.contains(name.toLowerCase(Locale.ROOT))) {
          keptHeaders.add(name.toLowerCase(Locale.ROOT));
        }
      }
    }
    return this;
  }

  private boolean isPositive(@Nullable Duration duration, String call, String usual) {
    if (duration != null && (duration.isZero() || duration.isNegative())) {
      mistakes.add(call + "(" + duration + "): expected a positive duration");
      return false;
    }
    return given(duration, call + "(duration)", "leave the call out for " + usual);
  }

  private <T> boolean isFirst(List<T> present, T added, String call) {
    boolean isSecond = present.stream().anyMatch(one -> one == added);
    if (isSecond) {
      mistakes.add(call + "(listener) was given the same listener twice: keep one");
    }
    return !isSecond;
  }

  private boolean given(@Nullable Object value, String call, String remedy) {
    if (value == null) {
      mistakes.add(call + " was given null: " + remedy);
    }
    return value != null;
  }

  List<Middleware> inOrder() {
    List<Middleware> ordered = new ArrayList<>(middleware.size());
    for (Stage stage : Stage.values()) {
      middleware.stream().filter(one -> !one.isOff() && one.stage() == stage).forEach(ordered::add);
    }
    return List.copyOf(ordered);
  }

  /**
   * {@return the Backstop}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public Backstop build() {
    if (!mistakes.isEmpty()) {
      throw new IllegalStateException("Backstop cannot be built: " + String.join("; ", mistakes));
    }
    return new Backstop(this);
  }
}
