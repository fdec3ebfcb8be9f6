package dev.backstop.status;

import dev.backstop.outcome.ErrorClassifier;
import org.jspecify.annotations.Nullable;

/**
 * Where an error status was set: a layer that hides it is told from one that thinks again.
 *
 * @param site the application's line of code
 * @param thread the thread that set it; one that takes over from another decides anew
 */
record ErrorDecision(StackTraceElement site, Thread thread) {

  /** Returns the decision of the call that is under way, or null where no application makes it. */
  static @Nullable ErrorDecision here() {
    StackTraceElement site = ErrorClassifier.callSite();
    return site == null ? null : new ErrorDecision(site, Thread.currentThread());
  }

  /**
   * Returns whether a call on this thread, right now, hides the decision of another class. Where
   * the class that decided is still at work it was a default, set before it asked the others.
   */
  boolean isHiddenHere() {
    return thread == Thread.currentThread()
        && StackWalker.getInstance()
            .walk(
                frames ->
                    frames.noneMatch(frame -> frame.getClassName().equals(site.getClassName())));
  }
}
