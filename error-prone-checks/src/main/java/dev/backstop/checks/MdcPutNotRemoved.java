package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol;
import java.util.List;

/**
 * A field of the logging context that a filter or a cleanup puts and does not always take back: the
 * thread logs its next request with the user of this one.
 */
@BugPattern(
    summary =
        "A field is put into the logging context and not removed in a finally block: the thread"
            + " takes it to its next request. Use putCloseable in try-with-resources, or remove it"
            + " in a finally block.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/MdcPutNotRemoved.md")
public final class MdcPutNotRemoved extends Check implements MethodInvocationTreeMatcher {
  /** Names the filters around all others that clear the logging context, by a comma each. */
  static final String CLEARING_FILTER = "Backstop:ClearingFilter";

  /** For Error Prone. */
  public MdcPutNotRemoved() {}

  @Override
  public Description matchMethodInvocation(MethodInvocationTree put, VisitorState state) {
    return guarded(
        put,
        state,
        () -> {
          if (!LoggingContextCalls.isPut(put, state)
              || !isChecked(state)
              || LoggingContextCalls.isRestoring(put, state)
              || new TakenBack(call -> LoggingContextCalls.isEndOf(put, call, state), state)
                  .isFor(state.getPath())) {
            return Description.NO_MATCH;
          }
          Description.Builder found =
              buildDescription(put)
                  .setMessage(
                      state.getSourceForNode(put)
                          + " is not removed in a finally block: the thread takes the field to its"
                          + " next request. Use putCloseable in try-with-resources, or remove it in"
                          + " a finally block.");
          MdcFix.of(put, state).ifPresent(found::addFix);
          return found.build();
        });
  }

  private static boolean isChecked(VisitorState state) {
    if (CleanupCode.isIn(state.getPath(), state)) {
      return true;
    }
    boolean inFilter = TakenBack.isAroundChain(state.getPath(), state);
    List<String> clearing =
        List.copyOf(state.errorProneOptions().getFlags().getListOrEmpty(CLEARING_FILTER));
    boolean isClearing = false;
    for (Tree tree : state.getPath()) {
      Symbol type = tree instanceof ClassTree ? FileCode.symbolOf(tree) : null;
      inFilter |= ServletCode.isFilter(ASTHelpers.getType(tree), state) && type != null;
      isClearing |= type != null && clearing.contains(type.getQualifiedName().toString());
    }
    return inFilter && (clearing.isEmpty() || isClearing);
  }
}
