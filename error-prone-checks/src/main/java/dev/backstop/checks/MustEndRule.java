package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.MethodInvocationTreeMatcher;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule that something which is started must be ended: one kind of it, and some ways to leak. */
abstract class MustEndRule extends Check implements MethodInvocationTreeMatcher {
  private final Protocol protocol;
  private final Set<Leak.Way> ways;
  private final String remedy;

  /**
   * Makes the rule.
   *
   * @param remedy the end of each message
   */
  MustEndRule(Protocol protocol, Set<Leak.Way> ways, String remedy) {
    this.protocol = protocol;
    this.ways = ways;
    this.remedy = remedy;
  }

  @Override
  public final Description matchMethodInvocation(MethodInvocationTree call, VisitorState state) {
    return guarded(call, state, () -> match(call, state));
  }

  private Description match(MethodInvocationTree call, VisitorState state) {
    if (Protocol.startedBy(call, state) != protocol) {
      return Description.NO_MATCH;
    }
    MustEnd.Finding finding = MustEnd.of(state).of(call, protocol, state);
    if (!ways.contains(finding.leak().way())) {
      return Description.NO_MATCH;
    }
    return buildDescription(call)
        .setMessage(message(finding, call, state) + " " + remedy)
        .addFix(fix(finding, call, state))
        .build();
  }

  /** Returns the mended code; empty where it is not known. */
  SuggestedFix fix(MustEnd.Finding finding, MethodInvocationTree start, VisitorState state) {
    return SuggestedFix.emptyFix();
  }

  private String message(MustEnd.Finding finding, MethodInvocationTree call, VisitorState state) {
    String what = whatIs(finding.variable());
    return switch (finding.leak().way()) {
          case DROPPED ->
              "What " + Calls.name(call) + "() returns is dropped: nothing can " + protocol.end();
          case NEVER -> what + " is never " + protocol.ended();
          case NORMALLY -> what + " is not " + protocol.ended() + exit(finding, state);
          case BY_EXCEPTION ->
              what + " is not " + protocol.ended() + " when " + thrower(finding, state) + " throws";
          case NONE -> throw new IllegalStateException("nothing was found");
        }
        + ".";
  }

  private String whatIs(@Nullable VarSymbol variable) {
    return variable == null
        ? "The " + protocol.noun()
        : "The " + protocol.noun() + " '" + variable.getSimpleName() + "'";
  }

  private static String exit(MustEnd.Finding finding, VisitorState state) {
    Tree leaves = finding.leak().leaves();
    return leaves instanceof AssignmentTree
        ? " before it gets another value in line " + FileCode.lineOf(leaves, state)
        : " on a path that leaves at "
            + (leaves == null ? "the end of the block" : "line " + FileCode.lineOf(leaves, state));
  }

  private static String thrower(MustEnd.Finding finding, VisitorState state) {
    Tree leaves = finding.leak().leaves();
    if (leaves == null) {
      return "what follows";
    }
    String line = "line " + FileCode.lineOf(leaves, state);
    return leaves instanceof MethodInvocationTree call ? Calls.name(call) + "() in " + line : line;
  }
}
