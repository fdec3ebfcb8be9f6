package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.TryTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import dev.backstop.checks.Unprotected.Risk;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Work between the start of something and the place where its end is made sure: what the work
 * throws leaves it open for ever.
 */
@BugPattern(
    summary =
        "Work runs before the cleanup is registered: when it throws, the cleanup never runs."
            + " Begin the try right after the start, or register the cleanup first.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/WorkBeforeCleanupRegistered.md")
public final class WorkBeforeCleanupRegistered extends Check
    implements TryTreeMatcher, MethodInvocationTreeMatcher {
  /** For Error Prone. */
  public WorkBeforeCleanupRegistered() {}

  @Override
  public Description matchTry(TryTree attempt, VisitorState state) {
    return guarded(
        attempt,
        state,
        () ->
            Calls.in(attempt.getFinallyBlock()).stream()
                .flatMap(Beginning::endedBy)
                .distinct()
                .map(beginning -> Unprotected.before(state.getPath(), beginning, state))
                .filter(Objects::nonNull)
                .findFirst()
                .map(risk -> described(risk, "the try whose finally ends it", attempt, state))
                .orElse(Description.NO_MATCH));
  }

  @Override
  public Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(
        call,
        state,
        () -> {
          if (!CleanupCode.isRegistration(call, state) || Calls.name(call).equals("onOutcome")) {
            return Description.NO_MATCH;
          }
          Risk late = Unprotected.afterChain(state.getPath(), state);
          Risk risk = late == null ? firstRisk(call, state) : late;
          return risk == null
              ? Description.NO_MATCH
              : described(risk, "the registration of the cleanup", call, state);
        });
  }

  private static @Nullable Risk firstRisk(MethodInvocationTree registration, VisitorState state) {
    List<Beginning> ends = Registered.endedBy(registration);
    return ends.stream()
        .map(beginning -> Unprotected.before(state.getPath(), beginning, state))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Description described(Risk risk, String cleanup, Tree at, VisitorState state) {
    String of = risk.started() == null ? "" : " of " + risk.started();
    return buildDescription(risk.work())
        .setMessage(
            Calls.shown(risk.work(), state)
                + " runs before "
                + cleanup
                + " on line "
                + FileCode.lineOf(at, state)
                + ": when it throws, the cleanup"
                + of
                + " never runs. Begin the try right after the start, or register the cleanup"
                + " first.")
        .build();
  }
}
