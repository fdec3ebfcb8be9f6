package dev.backstop;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import dev.backstop.status.ResponseEvidence;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an error becomes an answer: what escapes from a dispatch, from an
 * asynchronous task or its timeout, from a gate, or is given to {@link Exchange#fail(Throwable)}.
 * What has no mapper, or comes after the commit, goes on to the container as if nobody had looked.
 *
 * <p>Immutable and thread-safe.
 */
final class ErrorPipeline {
  private static final StackTraceElement[] NO_FRAMES = {};

  private final ErrorMappers mappers;
  private final Gates gates;

  ErrorPipeline(ErrorMappers mappers, Gates gates) {
    this.mappers = mappers;
    this.gates = gates;
  }

  /** Returns whether a gate has refused the request, and answered it. */
  boolean refuses(
      Backstop backstop, ExchangeLife life, DispatcherType type, HttpServletRequest request)
      throws IOException, ServletException {
    if (type != DispatcherType.REQUEST) {
      return false;
    }
    Problem refusal;
    try {
      refusal = gates.check(life, request);
    } catch (IOException | ServletException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException("a gate threw a checked exception", e);
    }
    if (refusal != null) {
      new Failure(refusal, null, null).decide(backstop, life); // at the exit of this dispatch
    }
    return life.failure() != null; // a gate may also have called fail(..)
  }

  /**
   * Answers an error that escapes from a dispatch; its response is not touched where that is not
   * done.
   */
  boolean answers(Backstop backstop, ExchangeLife life, DispatcherType type, Throwable raised) {
    StatusCapturingResponseWrapper response = life.response();
    Failure decided = life.failure();
    if (type == DispatcherType.ERROR || response == null || response.isCommitted()) {
      return false; // an error page is the container's way already
    }
    if (decided != null && !decided.take()) {
      return false; // another thread is at it
    }
    Throwable bare = ErrorClassifier.unwrap(raised);
    Problem problem = map(backstop, life, bare);
    if (problem == null) {
      return false;
    }
    Failure claim = new Failure(problem, bare, null);
    claim.take();
    if (!life.failWith(claim)) { // a later fail(..) must not answer a second time
      Failure meanwhile = life.failure();
      if (meanwhile != null && meanwhile != decided && !meanwhile.take()) {
        return false;
      }
    }
    record(backstop, life, bare);
    try {
      if (!ProblemAnswer.write(problem, response, life.isHead())) {
        return false;
      }
    } catch (RuntimeException refused) {
      backstop.report(PitfallKind.PROBLEM_NOT_SENT, life, "refused by the container", refused);
      return false;
    }
    HttpServletRequest request = life.served();
    if (request != null) {
      ProblemAnswer.complete(request);
    }
    return true;
  }

  /** Answers an error that came up in asynchronous processing, if that still goes on. */
  boolean answersAsync(Backstop backstop, ExchangeLife life, Throwable raised) {
    return answersAsync(backstop, life, raised, false);
  }

  private boolean answersAsync(
      Backstop backstop, ExchangeLife life, Throwable raised, boolean isTimeout) {
    Throwable bare = ErrorClassifier.unwrap(raised);
    if (life.failure() != null || !isOpenAsync(life)) {
      return false;
    }
    Problem problem = map(backstop, life, bare);
    if (problem == null) {
      return false;
    }
    if (isTimeout && isClaimedByListener(life)) {
      return false;
    }
    Failure failure = new Failure(problem, bare, null);
    if (!life.failWith(failure)) {
      return false; // somebody was quicker
    }
    record(backstop, life, bare);
    failure.answerUnlessInFilter(backstop, life);
    return true;
  }

  /** Returns whether a listener of the application, asked before ours, has answered. */
  private static boolean isClaimedByListener(ExchangeLife life) {
    HttpServletRequest request = life.served();
    if (request == null
        || !request.getAsyncContext().getClass().getName().startsWith("org.eclipse.jetty.")) {
      return false; // else the request is no longer in asynchronous mode
    }
    // Jetty 12.1 leaves it so until the last listener has returned, and with it the completion:
    // what was written tells of a complete(), and after a dispatch() another complete() fails.
    ResponseEvidence evidence = life.evidence();
    return evidence.status() != HttpServletResponse.SC_OK
        || evidence.bytes() > 0
        || !ProblemAnswer.complete(request);
  }

  /** The same for a timeout, which no exception tells of. */
  void timedOut(Backstop backstop, ExchangeLife life) {
    if (isOpenAsync(life)) {
      TimeoutException timeout =
          new TimeoutException("the asynchronous processing ran into its timeout");
      timeout.setStackTrace(NO_FRAMES); // ours would pass for the application's
      inContext(life, () -> answersAsync(backstop, life, timeout, true));
    }
  }

  private static void inContext(ExchangeLife life, Runnable call) {
    Observers observers = life.observers();
    @Nullable AutoCloseable @Nullable [] scopes =
        observers == null ? null : observers.enter(DispatcherType.ASYNC);
    try {
      call.run();
    } finally {
      if (observers != null) {
        observers.leave(scopes);
      }
    }
  }

  private static boolean isOpenAsync(ExchangeLife life) {
    HttpServletRequest request = life.served();
    StatusCapturingResponseWrapper response = life.response();
    try {
      return !life.isEnded()
          && request != null
          && response != null
          && request.isAsyncStarted()
          && !response.isCommitted();
    } catch (RuntimeException recycled) {
      return false;
    }
  }

  /** The mapped error is handled, and yet may have come over one that was recorded before. */
  private static void record(Backstop backstop, ExchangeLife life, Throwable bare) {
    Throwable first = life.error();
    if (first != null && first != bare) {
      MaskedError.look(backstop, life, first, bare);
    }
    life.recordError(bare);
  }

  /** Returns what the mapper of an error says, or null where there is none or it fails. */
  @Nullable Problem map(Backstop backstop, ExchangeLife life, Throwable bare) {
    try {
      return mappers.map(bare, life);
    } catch (Throwable t) {
      backstop.reportAt(
          PitfallKind.OBSERVER_FAILED,
          life,
          ErrorMappers.callFor(bare),
          EndPitfalls.originOf(t),
          t);
      return null;
    }
  }
}
