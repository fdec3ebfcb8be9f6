package dev.backstop;

import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The decision that an exchange has failed; an exchange has one at most. A dispatch that is under
 * way is waited for, and what it wrote is dropped; otherwise the answer is written at once.
 *
 * <p>Thread-safe.
 */
final class Failure {
  private final @Nullable Problem problem; // null: the container's own answer to 500
  private final @Nullable Throwable error;
  private final @Nullable StackTraceElement site;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * Makes a decision.
   *
   * @param site the line of code that made it, or null
   */
  Failure(@Nullable Problem problem, @Nullable Throwable error, @Nullable StackTraceElement site) {
    this.problem = problem;
    this.error = error;
    this.site = site;
  }

  /** Takes it back, unless it is being answered; returns whether it was taken. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Decides so, if nothing was decided before, and answers when no dispatch is under way. */
  void decide(Backstop backstop, ExchangeLife life) {
    if (life.failWith(this)) {
      answerUnlessInFilter(backstop, life);
    }
  }

  /** Answers, unless a dispatch is under way: that does so at its exit. */
  void answerUnlessInFilter(Backstop backstop, ExchangeLife life) {
    if (!life.isInFilter()) {
      answer(backstop, life);
    }
  }

  /** Answers, on this thread, unless that was done. */
  void answer(Backstop backstop, ExchangeLife life) {
    if (!take()) {
      return;
    }
    HttpServletRequest request = life.served();
    try {
      StatusCapturingResponseWrapper response = life.response();
      if (response == null || !ProblemAnswer.write(problem, response, life.isHead())) {
        notSent(backstop, life, "was decided on too late", error);
      }
    } catch (RuntimeException refused) {
      notSent(backstop, life, "was refused by the container", refused);
    }
    if (request != null) {
      ProblemAnswer.complete(request);
    }
  }

  private void notSent(
      Backstop backstop, ExchangeLife life, String why, @Nullable Throwable cause) {
    if (life.hasWriteFailed()) {
      return; // the client has gone: there is nobody to be told
    }
    int status = problem == null ? 500 : problem.status();
    String detail = "the answer " + status + " " + why;
    backstop.reportAt(PitfallKind.PROBLEM_NOT_SENT, life, detail, site, cause);
  }
}
