package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.TypeSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which response a call of the chain was given: the one that a filter got itself, which is written
 * to the client while the chain runs, or one that holds everything back.
 */
final class ChainResponse {
  private static final List<String> BODY = List.of("getOutputStream", "getWriter");

  private ChainResponse() {}

  /**
   * Returns whether what is done to the response after the chain may come too late: both are the
   * filter's own response, seen through casts and wrappers that pass the body on. False where it
   * cannot be told.
   */
  static boolean isWrittenThrough(
      @Nullable ExpressionTree response,
      MethodInvocationTree chainCall,
      TreePath at,
      VisitorState state) {
    ExpressionTree given = null;
    for (ExpressionTree argument : chainCall.getArguments()) {
      if (ServletCode.isResponse(ASTHelpers.getType(argument), state)) {
        given = argument;
      }
    }
    Symbol own = response == null ? null : filtersOwn(response, at, state);
    return own != null && given != null && own.equals(filtersOwn(given, at, state));
  }

  /** Returns the variable that an expression names, without casts and parentheses; or null. */
  static @Nullable Symbol variableOf(ExpressionTree expression) {
    ExpressionTree plain = FileCode.bare(expression);
    return plain instanceof IdentifierTree ? ASTHelpers.getSymbol(plain) : null;
  }

  /** Returns the parameter or field that it comes from without being held back, or null. */
  private static @Nullable Symbol filtersOwn(
      ExpressionTree response, TreePath at, VisitorState state) {
    ExpressionTree now = FileCode.bare(response);
    for (int steps = 0; steps < 8; steps++) { // a variable may be made of itself
      if (now instanceof NewClassTree wrapper) {
        ExpressionTree wrapped = wrappedBy(wrapper, state);
        if (wrapped == null || holdsBack(ASTHelpers.getType(wrapper), state)) {
          return null;
        }
        now = FileCode.bare(wrapped);
        continue;
      }
      Symbol variable = variableOf(now);
      if (variable == null) {
        return null;
      }
      TreePath member = AfterChain.memberAround(at);
      if (isAssigned(variable, member)) {
        return null;
      }
      ExpressionTree initial = madeFrom(variable, member);
      if (initial == null) {
        return variable;
      }
      now = FileCode.bare(initial);
    }
    return null;
  }

  /** Returns what a local variable is declared with: its value, or what its pattern matches. */
  static @Nullable ExpressionTree madeFrom(Symbol variable, TreePath member) {
    TreePath declared =
        Places.first(
            member,
            place ->
                place.getLeaf() instanceof VariableTree local
                    && variable.equals(ASTHelpers.getSymbol(local)));
    if (declared == null) {
      return null;
    }
    TreePath around = declared.getParentPath();
    return around.getLeaf() instanceof BindingPatternTree
            && around.getParentPath().getLeaf() instanceof InstanceOfTree match
        ? match.getExpression()
        : ((VariableTree) declared.getLeaf()).getInitializer();
  }

  private static boolean isAssigned(Symbol variable, TreePath member) {
    return Places.first(
            member,
            place ->
                place.getLeaf() instanceof AssignmentTree assignment
                    && variable.equals(ASTHelpers.getSymbol(assignment.getVariable())))
        != null;
  }

  private static @Nullable ExpressionTree wrappedBy(NewClassTree wrapper, VisitorState state) {
    for (ExpressionTree argument : wrapper.getArguments()) {
      if (ServletCode.isResponse(ASTHelpers.getType(argument), state)) {
        return argument;
      }
    }
    return null;
  }

  /**
   * Returns whether a wrapper may hold the body back: it overrides what writes that, or nothing at
   * all, so that nothing can be told of it.
   */
  private static boolean holdsBack(@Nullable Type type, VisitorState state) {
    TypeSymbol at = type == null ? null : type.tsym;
    boolean own = false;
    boolean overrides = false;
    while (at instanceof ClassSymbol wrapper && !ServletCode.isOfApi(wrapper)) {
      for (String method : BODY) {
        if (wrapper.members().findFirst(state.getName(method)) != null) {
          return true;
        }
      }
      own = true;
      overrides |= overridesSomething(wrapper);
      at = wrapper.getSuperclass().tsym;
    }
    return at == null || !ServletCode.isResponse(at.type, state) || (own && !overrides);
  }

  private static boolean overridesSomething(ClassSymbol wrapper) {
    return wrapper
        .members()
        .getSymbols(member -> member instanceof MethodSymbol && !member.isConstructor())
        .iterator()
        .hasNext();
  }
}
