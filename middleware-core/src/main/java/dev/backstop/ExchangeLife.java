package dev.backstop;

import dev.backstop.cancellation.CancelReason;
import dev.backstop.cleanup.CleanupMonitor;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.RequestHead;
import dev.backstop.completion.Transfer;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.outcome.Untrusted;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.status.Evidence;
import dev.backstop.status.ResponseMonitor;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism of an {@link Exchange}: it gathers evidence from all sources, lets one
 * compare-and-set end it, and unwinds. It is one object with several faces, one for each lower
 * package that reports to it, since each object of the request path counts.
 */
final class ExchangeLife extends ApplicationExchange
    implements OpenExchange, CleanupMonitor, ResponseMonitor, Consumer<CleanupReport> {
  private static final byte OPEN = 0;
  private static final byte ENDED = 1;
  private static final byte UNWINDING = 2;
  private static final byte OVER = 3;
  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(ExchangeLife.class, "state", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable ExchangeLife outer;
  private final Object home;
  private final byte endedBy; // its code
  private final long startNanos;
  private volatile @Nullable Outcome outcome;
  private volatile @Nullable Transfer transfer;
  volatile @Nullable Object cancellation; // ExchangeCancellation's alone
  private volatile boolean errorEscaped;
  private volatile boolean escapedAfterCommit;
  private volatile boolean writeFailed;
  private volatile boolean lostBeforeCommit;
  private volatile boolean timedOut;
  private short inspectedAfterTerminal; // the watchdog's alone
  private volatile byte state;
  private int place;

  ExchangeLife(
      Backstop backstop,
      RequestHead head,
      @Nullable ExchangeLife outer,
      Object home,
      EndedBy endedBy) {
    super(backstop, head);
    this.outer = outer;
    this.home = home;
    this.endedBy = endedBy.code;
    this.startNanos = backstop.nanoTime();
  }

  /** Starts the middleware; separate from the constructor since they see the exchange. */
  void start() {
    ExchangeEvents.started(this);
    List<String> headers = backstop.keptHeaders();
    if (headers != null) {
      takeSnapshot(headers);
    }
    observers = Observers.of(backstop, this);
    if (observers != null) {
      observers.start();
    }
  }

  static @Nullable ExchangeLife cast(@Nullable Object attribute) {
    return attribute instanceof ExchangeLife life ? life : null;
  }

  @Nullable ExchangeLife outer() {
    return outer;
  }

  boolean belongsTo(Backstop other) {
    return backstop == other;
  }

  boolean isAtHome(Object place) {
    return home == place;
  }

  boolean endsAt(EndedBy moment) {
    return endedBy == moment.code;
  }

  /** Asks the gates; what they throw is an error of the dispatch. */
  boolean isRefused(DispatcherType type, HttpServletRequest request)
      throws IOException, ServletException {
    ErrorPipeline errors = backstop.errors();
    return errors != null && errors.refuses(backstop, this, type, request);
  }

  /** Returns whether an error that escapes from a dispatch was mapped, and is answered. */
  boolean answers(DispatcherType type, Throwable raised) {
    ErrorPipeline errors = backstop.errors();
    return errors != null && errors.answers(backstop, this, type, raised);
  }

  /** A dispatch has left the filter: what was decided meanwhile is answered, or dropped. */
  void answerFailure(boolean threw) {
    Failure decided = failure();
    if (decided == null) {
      return;
    }
    if (threw) {
      decided.take();
    } else {
      decided.answer(backstop, this);
    }
  }

  /** The dispatch is over, with all that it had to tell. */
  void afterFilter() {
    endIfPending();
  }

  @Override
  public boolean isEnded() {
    return state != OPEN;
  }

  /** Returns whether the cleanups have begun to run. */
  boolean isUnwinding() {
    return state >= UNWINDING;
  }

  @Override
  public Outcome outcome() {
    Outcome known = outcome;
    if (known == null) {
      throw new IllegalStateException(
          "outcome of "
              + describe()
              + " is read before the end; register a cleanup, which gets it");
    }
    return known;
  }

  // Evidence -----------------------------------------------------------------------------------

  @Override
  public void escaped(Throwable raised) {
    note(raised, false);
  }

  @Override
  public void asyncError(Throwable raised) {
    if (!(raised instanceof IOException) || raised == error()) {
      escaped(raised);
      return;
    }
    ExchangeCancellation.signal(this, CancelReason.CLIENT_GONE, raised);
    StatusCapturingResponseWrapper wrapper = response;
    if (wrapper != null) {
      wrapper.noteCommit(); // by a write that has not returned yet, or one past the wrapper
    }
    // Tomcat tells so of a connection that was lost, which is no proof that the answer was cut.
    lostBeforeCommit |= !evidence.mayBeCommitted();
    if (!endsAt(EndedBy.CONTAINER)) {
      writeFailed = true;
      note(raised, true);
    }
  }

  @Override
  public boolean isLostBeforeCommit() {
    return lostBeforeCommit;
  }

  @Override
  public @Nullable Throwable error() {
    Kept known = kept;
    return known == null ? null : known.error(); // errors are rare
  }

  @Override
  public void remembered(Throwable raised) {
    if (error() == null) {
      note(raised, false);
    }
  }

  @Override
  void note(Throwable raised, boolean handled) {
    Throwable bare = ErrorClassifier.unwrap(raised);
    StatusCapturingResponseWrapper wrapper = response;
    boolean committed = wrapper != null && wrapper.evidence().committed();
    Throwable replaced;
    synchronized (evidence) { // errors are rare; any private monitor will do
      Throwable before = error();
      if (before == bare) {
        errorEscaped |= !handled;
        return;
      }
      replaced = handled || errorEscaped ? null : before;
      if (before == null || (!handled && !errorEscaped)) {
        kept().error(bare);
        errorEscaped = !handled;
        escapedAfterCommit = !handled && committed;
      }
    }
    if (replaced != null) {
      MaskedError.look(backstop, this, replaced, bare);
    }
    if (observers != null) {
      observers.error(bare, handled);
    }
  }

  @Override
  public int statusSoFar() {
    return evidence.status();
  }

  @Override
  public boolean isCommitted() {
    return evidence.isCommitted();
  }

  @Override
  public boolean mayBeCommitted() {
    return evidence.mayBeCommitted();
  }

  @Override
  public void closeResponse() {
    evidence.close();
  }

  @Override
  public boolean hasWriteFailed() {
    return writeFailed;
  }

  @Override
  public boolean hasTimedOut() {
    return timedOut;
  }

  @Override
  public void timedOut() {
    timedOut = true;
    ExchangeCancellation.signal(this, CancelReason.TIMEOUT, null);
    terminal(); // who listens has to complete or dispatch before it returns
    ErrorPipeline errors = backstop.errors();
    if (errors != null) {
      errors.timedOut(backstop, this);
    }
  }

  @Override
  public void writeFailed(Throwable failure) {
    writeFailed = true;
    ExchangeCancellation.writeFailed(this, failure);
  }

  @Override
  public long writeBegins() {
    return backstop.timesWrites() ? backstop.nanoTime() : NOT_TIMED;
  }

  @Override
  public void writeEnded(long began) {
    kept().sending().blocked(backstop.nanoTime() - began);
  }

  @Override
  public void terminal() {
    terminal = true;
    if (backstop.timesWrites()) {
      kept().sending().applicationDone(backstop.nanoTime());
    }
  }

  @Override
  public void transfer(Transfer way) {
    transfer = way;
  }

  private boolean isSending() {
    Transfer way = transfer;
    return way != null && way.isSending();
  }

  @Override
  public void beforeCommit(int status) {
    if (observers != null) {
      observers.beforeCommit(status);
    }
  }

  @Override
  public void statusAfterCommit(String call) {
    if (!writeFailed) { // else nobody reads any: frameworks answer their own failed write so
      backstop.reportCall(PitfallKind.STATUS_AFTER_COMMIT, this, call);
    }
  }

  @Override
  public boolean isTold() {
    return backstop.isToldOfPitfalls();
  }

  @Override
  public void statusAfterSendError(String call) {
    backstop.reportCall(PitfallKind.STATUS_AFTER_SEND_ERROR, this, call);
  }

  @Override
  public void statusOverridden(String call) {
    backstop.reportCall(PitfallKind.STATUS_OVERRIDDEN, this, call);
  }

  @Override
  public void twoWriters(String call) {
    backstop.reportCall(PitfallKind.TWO_WRITERS, this, call);
  }

  /** The request was used after the end. */
  void requestUsedAfterEnd(String call) {
    backstop.reportCall(PitfallKind.REQUEST_AFTER_END, this, call);
  }

  /** Asynchronous work was given the response without our wrapper, by a guarded request. */
  void startedPastWrapper(@Nullable StackTraceElement site) {
    if (site != null) {
      kept().pastWrapper(site);
    }
  }

  @Override
  public void usedAfterEnd(String call) {
    boolean inCleanup = state == UNWINDING && CleanupRegistry.isUnwindingHere();
    backstop.reportCall(
        inCleanup ? PitfallKind.RESPONSE_IN_CLEANUP : PitfallKind.RESPONSE_AFTER_END, this, call);
  }

  @Override
  public String describe() {
    return Untrusted.clean(method()) + " " + Untrusted.clean(path());
  }

  // The end ------------------------------------------------------------------------------------

  @Override
  public void end(
      int status,
      Ending ending,
      long bytes,
      @Nullable Throwable failure,
      @Nullable Executor elsewhere) {
    if (dispatching == null) {
      endNow(status, ending, bytes, failure, elsewhere);
      return;
    }
    // Undertow completes an exchange inside the call that closes the response, with the application
    // still at work: what it does next, and what it throws, belongs to the exchange.
    kept().pendingEnd(() -> endNow(status, ending, bytes, failure, elsewhere));
    if (dispatching == null) {
      endIfPending();
    }
  }

  private void endIfPending() {
    Kept known = kept;
    Runnable pending = known == null ? null : known.takePendingEnd();
    if (pending != null) {
      pending.run();
    }
  }

  private void endNow(
      int status,
      Ending ending,
      long bytes,
      @Nullable Throwable failure,
      @Nullable Executor elsewhere) {
    if (!STATE.compareAndSet(this, OPEN, ENDED)) {
      return;
    }
    if (failure != null && ending != Ending.COMPLETED && error() == null) {
      note(failure, ending == Ending.ABORTED); // a client that left is no failure
    }
    // A cut after a failed write is the client's, whatever the container made of it.
    Ending how = ending == Ending.TRUNCATED && writeFailed ? Ending.ABORTED : ending;
    long body = bytes >= 0 ? bytes : bodyBytes();
    conclude(status, StatusSource.CONTAINER, how, body, elsewhere);
  }

  @Override
  public void asyncComplete() {
    if (endsAt(EndedBy.CONTAINER)) {
      terminal();
    } else {
      endByEvidence(StatusSource.ASYNC_COMPLETE, null);
    }
  }

  @Override
  public void requestDestroyed(HttpServletRequest request) {
    if (!endsAt(EndedBy.REQUEST_DESTROYED) || isEnded() || request.isAsyncStarted()) {
      return;
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable raised) {
      remembered(raised);
    }
    endByEvidence(null, null);
  }

  /**
   * Ends it where no container's signal will come, with the best that is known.
   *
   * @param source who says that it has ended; null where that follows from the evidence
   * @param ending how, or null where that follows from the evidence
   */
  void endByEvidence(@Nullable StatusSource source, @Nullable Ending ending) {
    endByEvidence(source, ending, null);
  }

  private void endByEvidence(
      @Nullable StatusSource source, @Nullable Ending ending, @Nullable Executor elsewhere) {
    if (!STATE.compareAndSet(this, OPEN, ENDED)) {
      return;
    }
    StatusCapturingResponseWrapper wrapper = response;
    Evidence seen = wrapper == null ? evidence.snapshot() : wrapper.evidence();
    int status = seen.committed() ? seen.status() : statusBeforeCommit(wrapper, seen, source);
    StatusSource by =
        source != null
            ? source
            : seen.committed() ? StatusSource.COMMITTED : StatusSource.PREDICTED;
    boolean cut = escapedAfterCommit;
    Ending how =
        ending != null
            ? ending
            : writeFailed ? Ending.ABORTED : cut ? Ending.TRUNCATED : Ending.COMPLETED;
    boolean errorPage = errorEscaped && !escapedAfterCommit;
    conclude(status, by, how, errorPage ? 0 : bodyBytes(), elsewhere);
  }

  private int statusBeforeCommit(
      @Nullable StatusCapturingResponseWrapper wrapper,
      Evidence seen,
      @Nullable StatusSource source) {
    // After the filter the container's own response tells of error pages and of outer filters.
    int now = wrapper == null ? seen.status() : wrapper.originalStatus();
    if (endsAt(EndedBy.FILTER_EXIT) && evidence.isDecided() && !errorEscaped) {
      return seen
          .status(); // Jetty shows a setStatus that came after sendError, and sends the error
    }
    boolean unanswered = errorEscaped && now < 400 && source != StatusSource.ASYNC_COMPLETE;
    return unanswered ? Prediction.statusOf(error()) : now;
  }

  private long bodyBytes() {
    return isHead() ? 0 : evidence.bytes();
  }

  private void conclude(
      int status, StatusSource source, Ending ending, long bytes, @Nullable Executor elsewhere) {
    evidence.close();
    long now = backstop.nanoTime();
    if (terminal && backstop.timesWrites()) {
      kept().sending().lastByte(now);
    }
    Throwable raised = error();
    outcome =
        new Outcome(
            method(),
            path(),
            route(),
            status,
            source,
            ending,
            raised,
            raised != null && !errorEscaped,
            categoryOf(raised),
            timedOut,
            bytes,
            now - startNanos);
    ExchangeCancellation.ended(this, ending, elsewhere);
    Kept known = kept;
    if (known != null) {
      known.ended();
    }
    Carried out = known == null ? null : known.carried();
    if (out == null || !putOff(out)) {
      unwindOn(elsewhere);
    }
  }

  private @Nullable String categoryOf(@Nullable Throwable raised) {
    return raised == null ? null : backstop.categories().of(raised);
  }

  private boolean putOff(Carried out) {
    return out.putOff(this::unwind, this::overdue, scheduler(), backstop.carryDeadlineNanos());
  }

  private void overdue() {
    backstop.report(PitfallKind.RELEASED_UNDER_TASK, this, "unwinding", null);
    unwindOn(Unwinder.THREAD);
  }

  private void unwindOn(@Nullable Executor elsewhere) {
    Executor chosen = elsewhere == null ? null : backstop.executorOr(elsewhere);
    if (chosen != null) {
      try {
        chosen.execute(this::unwind);
        return;
      } catch (Throwable refused) { // whatever it is: late on this thread is better than never
        if (isUnwinding()) {
          return; // it was done there
        }
      }
    }
    unwind();
  }

  private void unwind() {
    ExchangeCancellation.finish(this);
    state = UNWINDING;
    Outcome end = outcome();
    EndPitfalls.ofOutcome(backstop, this, end); // the span is still open
    StackTraceElement past = kept == null ? null : kept().pastWrapper();
    if (past != null && evidence.bytes() == 0 && end.bytesWritten() > 0) {
      EndPitfalls.ofBypass(backstop, this, end, past);
    }
    SlowCleanups slow = backstop.watchCleanups();
    if (slow != null) {
      kept().slowCleanups(slow);
    }
    CleanupRegistry registered = registry(); // after the state has said that this has begun
    if (registered == null) {
      accept(CleanupReport.EMPTY);
    } else {
      registered.unwind(end, this);
    }
    if (slow != null) {
      slow.rested();
    }
    // Also where an asynchronous cleanup goes on: the container is about to recycle these.
    forgetRequest();
    transfer = null;
  }

  /** All cleanups have run. */
  @Override
  public void accept(CleanupReport report) {
    Outcome end = outcome();
    SlowCleanups slow = slowCleanups();
    if (slow != null) {
      slow.report(this, report);
    }
    ExchangeEvents.ended(this, end, report);
    backstop.ended(this, end, report);
    state = OVER;
    route = end.route();
  }

  private @Nullable SlowCleanups slowCleanups() {
    Kept known = kept;
    return known == null ? null : known.slowCleanups();
  }

  @Override
  public void abandon() {
    ExchangeCancellation.reason(this, CancelReason.SERVER_STOP);
    abandon(null);
  }

  private void abandon(@Nullable Executor elsewhere) {
    endByEvidence(null, Ending.UNFINISHED, elsewhere);
    Carried out = carried();
    if (out != null) {
      out.expire(this::overdue);
    }
  }

  @Override
  public void inspect(long nowNanos) {
    if (isEnded()) {
      return;
    }
    if (terminal && !isSending() && ++inspectedAfterTerminal > backstop.fallbackSeconds()) {
      backstop.report(PitfallKind.NEVER_ENDED, this, "no signal of the container", null);
      abandon(Unwinder.THREAD); // this one keeps the time limits of cleanups
    } else if (nowNanos - startNanos > backstop.reportAgeNanos() && kept().isFirstReportOfAge()) {
      backstop.report(
          PitfallKind.STILL_OPEN, this, (nowNanos - startNanos) / 1_000_000_000L + " s", null);
    }
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int index) {
    place = index;
  }

  // What the registry asks ---------------------------------------------------------------------

  @Override
  public boolean timesEach() {
    return backstop.timesCleanups();
  }

  @Override
  public boolean timesObservers() {
    return backstop.timesObservers();
  }

  @Override
  public @Nullable AutoCloseable enterCleanup(String name) {
    Observers all = backstop.followsCleanups() ? observers : null;
    @Nullable AutoCloseable @Nullable [] scopes = all == null ? null : all.enterCleanup(name);
    return all == null || scopes == null ? null : () -> all.leave(scopes);
  }

  @Override
  public long nanoTime() {
    return backstop.nanoTime();
  }

  @Override
  public Outcome outcomeSoFar() {
    Evidence seen = evidence.snapshot();
    Throwable raised = error();
    return new Outcome(
        method(),
        path(),
        route(),
        seen.status(),
        seen.committed() ? StatusSource.COMMITTED : StatusSource.PREDICTED,
        Ending.UNFINISHED,
        raised,
        raised != null && !errorEscaped,
        categoryOf(raised),
        timedOut,
        bodyBytes(),
        backstop.nanoTime() - startNanos);
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return backstop.scheduler();
  }

  @Override
  public CleanupScope enterCleanups() {
    Kept known = kept;
    return CleanupScope.enter(observers, known == null ? Map.of() : known.logFields().all());
  }

  @Override
  public void resume(Runnable rest) {
    SlowCleanups slow = slowCleanups();
    Unwinder.execute(
        backstop.executorOr(Unwinder.THREAD), slow == null ? rest : () -> slow.goOn(rest));
  }

  @Override
  public @Nullable StackTraceElement registersLasting() {
    if (isDispatchingHere()) {
      captureLogFields();
    }
    return backstop.isToldOfPitfalls() ? ErrorClassifier.callSite() : null;
  }

  @Override
  public void overdue(String name, @Nullable StackTraceElement site, TimeoutException failure) {
    backstop.reportAt(PitfallKind.ASYNC_CLEANUP_OVERDUE, this, name, site, failure);
  }

  @Override
  public void endedOverdue(
      String name, @Nullable StackTraceElement site, @Nullable Throwable failure) {
    String detail = name + (failure == null ? ", ended since" : ", failed since");
    backstop.reportAt(PitfallKind.ASYNC_CLEANUP_OVERDUE, this, detail, site, failure);
  }

  @Override
  public void late(String name, @Nullable Throwable failure) {
    backstop.report(PitfallKind.CLEANUP_LATE, this, name, failure);
  }

  @Override
  public void ranApart(CleanupReport.Ran cleanup) {
    if (observers != null) {
      observers.ranApart(cleanup);
    }
  }

  @Override
  public void failed(String name, Throwable failure) {
    EndPitfalls.ofCleanup(backstop, this, name, failure);
  }

  @Override
  public void observerFailed(String name, Throwable failure) {
    backstop.report(PitfallKind.OBSERVER_FAILED, this, name + ".end", failure);
  }

  @Override
  public String toString() {
    Outcome end = outcome;
    return describe() + (end == null ? " (open)" : " " + end.status() + " " + end.ending());
  }
}
