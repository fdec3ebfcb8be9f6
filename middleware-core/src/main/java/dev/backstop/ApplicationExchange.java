package dev.backstop;

import dev.backstop.cancellation.Cancellation;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Registration;
import dev.backstop.completion.RequestHead;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import dev.backstop.status.ResponseEvidence;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What an application sees of its exchange, and what the filter tells of the dispatches that serve
 * it. How it ends is the business of {@link ExchangeLife}: one object, since each of the request
 * path counts.
 */
abstract sealed class ApplicationExchange extends Exchange permits ExchangeLife {
  private static final VarHandle CLEANUPS;

  static {
    try {
      CLEANUPS =
          MethodHandles.lookup()
              .findVarHandle(ApplicationExchange.class, "cleanups", CleanupRegistry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Backstop backstop;
  private volatile @Nullable CleanupRegistry cleanups; // made with the first that is to run
  final ResponseEvidence evidence = new ResponseEvidence();
  @Nullable Observers observers;
  volatile @Nullable RequestHead head;
  volatile @Nullable StatusCapturingResponseWrapper response;
  volatile @Nullable Kept kept;
  volatile @Nullable Object route; // found: a String, or the Supplier that finds it; or a SetRoute
  volatile @Nullable Thread dispatching; // the thread in the filter
  volatile boolean terminal; // a sign that it is over was seen since the last dispatch
  private final String method;
  private final String path;
  private @Nullable HttpServletRequest served; // published by the response, set after it
  private volatile @Nullable String traceId;
  private volatile @Nullable String requestId;
  private boolean capturedHere; // the dispatching thread's alone
  private boolean leaving; // ... which looks at the request once more after the end

  ApplicationExchange(Backstop backstop, RequestHead head) {
    this.backstop = backstop;
    this.head = head;
    this.method = head.method();
    this.path = head.path();
  }

  private ExchangeLife life() {
    return (ExchangeLife) this; // sealed: there is no other
  }

  /** An error was told of, by the application or by what escaped from it. */
  abstract void note(Throwable raised, boolean handled);

  /** The response, or what stands for it, was used after the end. */
  public abstract void usedAfterEnd(String call);

  /** Returns whether anybody is told of misuse; else no place in the code is looked for. */
  public abstract boolean isTold();

  /** Returns method and path, cleaned, for messages. */
  public abstract String describe();

  /** The container is about to recycle the request and the response: forgets them. */
  void forgetRequest() {
    head = null;
    if (!leaving) {
      served = null;
    }
    response = null;
  }

  boolean guardsRequests() {
    return backstop.guardsRequests();
  }

  /** A dispatch ends, on its thread: the last moment to read the request's route. */
  void captureRoute(HttpServletRequest request, DispatcherType type) {
    // It may cost what the container makes for it: only where somebody will read the outcome.
    Object known = route;
    if ((known == null || known instanceof String)
        && (backstop.isObserved() || hasToRun() || kept != null)) {
      route = Route.find(request, type, (String) known);
    }
  }

  /** A dispatch ends, on its thread: the last moment to read its log fields and its user. */
  void captureAtExit() {
    CleanupRegistry registered = cleanups;
    if (registered != null && registered.hasCleanups()) {
      captureLogFields();
    }
    Kept known = kept;
    if (known != null && known.snapshot() != null) {
      takeSnapshot(List.of());
    }
  }

  void takeSnapshot(List<String> headers) {
    RequestHead request = head;
    if (request == null) {
      return; // it has ended meanwhile
    }
    try {
      kept().snapshot(request, headers);
    } catch (RuntimeException | Error e) { // of the container: it must not cost the request
      backstop.report(PitfallKind.OBSERVER_FAILED, life(), "snapshot", e);
    }
  }

  void captureLogFields() {
    Map<String, String> mdc = MDC.getCopyOfContextMap();
    if (mdc != null && !mdc.isEmpty()) {
      kept().logFields().capture(mdc);
    }
  }

  boolean isDispatchingHere() {
    return dispatching == Thread.currentThread();
  }

  final Kept kept() {
    Kept known = kept;
    return known == null ? makeKept() : known;
  }

  private Kept makeKept() {
    synchronized (evidence) {
      if (kept == null) {
        kept = new Kept();
        if (isEnded()) {
          kept.ended();
        }
      }
      return kept;
    }
  }

  public ResponseEvidence evidence() {
    return evidence;
  }

  @Nullable Observers observers() {
    return observers;
  }

  /** A dispatch is served. */
  void served(HttpServletRequest request, StatusCapturingResponseWrapper wrapper) {
    served = request;
    response = wrapper;
  }

  /** Returns the request of the last dispatch; null before the first, and after the end. */
  @Nullable HttpServletRequest served() {
    return response == null ? null : served; // read in this order
  }

  @Nullable StatusCapturingResponseWrapper response() {
    return response;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Returns whether the filter is entered for the first time in this dispatch. */
  boolean enterFilter() {
    boolean first = dispatching == null;
    if (first) {
      dispatching = Thread.currentThread();
      capturedHere = false;
    }
    terminal = false;
    return first;
  }

  void exitFilter() {
    leaving = true;
    dispatching = null;
  }

  /** The dispatch is over, and the middleware has left it. */
  void left() {
    leaving = false;
    if (isEnded()) {
      served = null;
    }
  }

  boolean isInFilter() {
    return dispatching != null;
  }

  @Nullable Failure failure() {
    Kept known = kept;
    return known == null ? null : known.failure();
  }

  /** Sets what it failed with, if nothing is set yet. */
  boolean failWith(Failure decided) {
    return kept().failWith(decided);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public RequestHead request() {
    RequestHead current = head;
    if (current == null) {
      throw new IllegalStateException(
          "request of " + describe() + " is read after the end; take what you need before it");
    }
    return current;
  }

  @Override
  public CleanupRegistry cleanups() {
    if (isDispatchingHere() && !capturedHere) {
      capturedHere = true;
      captureLogFields();
    }
    CleanupRegistry known = cleanups;
    return known == null ? makeRegistry() : known;
  }

  private CleanupRegistry makeRegistry() {
    CleanupRegistry made = new CleanupRegistry(life());
    CleanupRegistry before = (CleanupRegistry) CLEANUPS.compareAndExchange(this, null, made);
    if (before != null) {
      return before;
    }
    if (life().isUnwinding()) { // there was nothing to run: all that comes now is late
      made.unwind(outcome());
    }
    return made;
  }

  /** Returns the registry, or null where nothing was to run at the end so far. */
  @Nullable CleanupRegistry registry() {
    return cleanups;
  }

  private boolean hasToRun() {
    CleanupRegistry registered = cleanups;
    return registered != null && !registered.isEmpty();
  }

  /**
   * A route that was set by hand.
   *
   * @param found what it hides
   */
  private record SetRoute(String template, @Nullable Object found) {}

  private static @Nullable Object found(@Nullable Object route) {
    return route instanceof SetRoute set ? set.found : route;
  }

  @Override
  public @Nullable String route() {
    Object now = route;
    if (now instanceof SetRoute set) {
      return set.template;
    }
    return now instanceof Supplier<?> finder ? findBy(finder) : (String) now;
  }

  private @Nullable String findBy(Supplier<?> finder) {
    try {
      return (String) finder.get();
    } catch (Throwable e) { // it must not cost the exchange its end
      backstop.report(PitfallKind.OBSERVER_FAILED, life(), "routeFrom", e);
      return null;
    }
  }

  @Override
  public void route(@Nullable String template) {
    Object found = found(route);
    route = template == null ? found : new SetRoute(template, found);
  }

  @Override
  public void routeFrom(Supplier<@Nullable String> finder) {
    Objects.requireNonNull(finder, "finder is null; use route(null) to unset a route");
    route = route instanceof SetRoute set ? new SetRoute(set.template, finder) : finder;
  }

  @Override
  public void recordError(Throwable raised) {
    note(Objects.requireNonNull(raised, "error is null; record one, or nothing"), true);
  }

  @Override
  public void fail(Problem problem) {
    failWith(Objects.requireNonNull(problem, "problem is null; use Problem.of(500)"), null);
  }

  @Override
  public void fail(Throwable raised) {
    Throwable bare =
        ErrorClassifier.unwrap(
            Objects.requireNonNull(raised, "error is null; use Problem.of(500)"));
    if (!isEnded()) {
      recordError(bare);
    }
    ErrorPipeline errors = backstop.errors();
    failWith(errors == null ? null : errors.map(backstop, life(), bare), bare);
  }

  private void failWith(@Nullable Problem problem, @Nullable Throwable cause) {
    if (isEnded()) {
      usedAfterEnd("fail");
      return;
    }
    StackTraceElement site = isTold() ? ErrorClassifier.callSite() : null;
    new Failure(problem, cause, site).decide(backstop, life());
  }

  @Override
  public void report(
      PitfallKind kind,
      String detail,
      @Nullable StackTraceElement site,
      @Nullable Throwable cause) {
    backstop.report(kind, life(), detail, site, cause);
  }

  @Override
  public @Nullable String servletClass() {
    return Route.servletClass(served);
  }

  @Override
  public @Nullable String traceId() {
    return traceId;
  }

  @Override
  public void traceId(String id) {
    traceId = id;
  }

  @Override
  public @Nullable String requestId() {
    return requestId;
  }

  @Override
  public void requestId(String id) {
    requestId = id;
  }

  @Override
  public @Nullable String tenant() {
    Kept known = kept;
    return known == null ? null : known.tenant();
  }

  @Override
  public void tenant(String name) {
    kept().tenant(name);
  }

  @Override
  public Runnable wrap(Runnable task) {
    return new CarriedTask<@Nullable Void>(
        life(),
        kept().carry(),
        () -> {
          try {
            task.run();
          } catch (Throwable t) {
            if (!answersTask(t)) {
              throw t;
            }
          }
          return null;
        });
  }

  /** Nobody asks for the result of a Runnable: what it throws is the exchange's, if mapped. */
  private boolean answersTask(Throwable raised) {
    ErrorPipeline errors = backstop.errors();
    return errors != null && errors.answersAsync(backstop, life(), raised);
  }

  @Override
  public <T> Callable<T> wrap(Callable<T> task) {
    return new CarriedTask<>(life(), kept().carry(), task);
  }

  @Override
  public Executor executor(Executor executor) {
    return task -> {
      CarriedTask<?> wrapped = (CarriedTask<?>) wrap(task);
      try {
        executor.execute(wrapped);
      } catch (Throwable t) { // whatever it is, a task that will not run must not be waited for
        wrapped.withdraw();
        throw t;
      }
    };
  }

  @Override
  public HandedOff handOff(String name, Registration... taken) {
    return handOff(name, backstop.carryDeadlineNanos(), taken);
  }

  @Override
  public HandedOff handOff(String name, Duration deadline, Registration... taken) {
    Objects.requireNonNull(deadline, "deadline is null; leave it out for that of the builder");
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException(
          "deadline of the work '" + name + "' is " + deadline + "; give a positive duration");
    }
    return handOff(name, Backstop.nanosOf(deadline), taken);
  }

  private HandedOff handOff(String name, long deadlineNanos, Registration... taken) {
    HandedOff work = HandedOff.from(life(), backstop, name, deadlineNanos, taken);
    backstop.handedOff().add(work);
    kept().handedOff(work);
    return work;
  }

  @Override
  public Map<String, String> logFields() {
    if (isDispatchingHere()) {
      captureLogFields();
    }
    Kept known = kept;
    return known == null ? Map.of() : known.logFields().all();
  }

  @Override
  public void logField(String key, @Nullable String value) {
    kept().logFields().set(Objects.requireNonNull(key, "key is null; name the field"), value);
  }

  @Override
  public void annotate(String key, String value) {
    kept().annotations().add(key, value);
  }

  @Override
  public Map<String, String> annotations() {
    Kept known = kept;
    return known == null ? Map.of() : known.annotations().all();
  }

  @Override
  public long sendingNanos() {
    Kept known = kept;
    return known == null ? 0 : known.sendingNanos();
  }

  @Override
  public RequestSnapshot snapshot() {
    Kept known = kept;
    RequestSnapshot taken = known == null ? null : known.snapshot();
    if (taken == null && isEnded()) {
      throw new IllegalStateException(
          "no snapshot of "
              + describe()
              + " was taken before its end; call snapshot() before it, or keepHeaders(..) on the"
              + " builder");
    }
    return taken == null ? kept().snapshot(request(), List.of()) : taken;
  }

  final @Nullable Carried carried() {
    Kept known = kept;
    return known == null ? null : known.carried();
  }

  @Override
  public Cancellation cancellation() {
    return ExchangeCancellation.of(backstop, life()).token();
  }

  @Override
  public Cancellation deadline(Duration limit) {
    Objects.requireNonNull(limit, "deadline is null; give a duration, or set none");
    ExchangeCancellation present = ExchangeCancellation.of(backstop, life());
    present.deadline(limit);
    return present.token();
  }
}
