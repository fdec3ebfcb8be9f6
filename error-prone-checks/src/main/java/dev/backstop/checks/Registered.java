package dev.backstop.checks;

import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.ArrayList;
import java.util.List;

/** What a registration with Backstop ends: by a lambda, a method reference, or as a resource. */
final class Registered {
  private Registered() {}

  static List<Beginning> endedBy(MethodInvocationTree registration) {
    List<Beginning> ends = new ArrayList<>();
    String release = "close";
    for (ExpressionTree argument : registration.getArguments()) {
      if (argument instanceof LambdaExpressionTree lambda) {
        Calls.in(lambda.getBody()).stream().flatMap(Beginning::endedBy).forEach(ends::add);
      } else if (argument instanceof MemberReferenceTree reference) {
        release = reference.getName().toString();
        Symbol on = Calls.root(reference.getQualifierExpression());
        if (on instanceof VarSymbol) {
          ends.add(new Beginning(on, release));
        }
      }
    }
    for (ExpressionTree argument : registration.getArguments()) {
      if (argument instanceof IdentifierTree
          && ASTHelpers.getSymbol(argument) instanceof VarSymbol held) {
        ends.add(new Beginning(held, release));
      }
    }
    return ends;
  }
}
