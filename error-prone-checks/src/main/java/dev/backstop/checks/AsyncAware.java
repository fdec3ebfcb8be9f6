package dev.backstop.checks;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.Set;
import javax.lang.model.element.Name;

/**
 * Whether a file knows that a request may go on after the chain has returned: it asks, listens,
 * tells dispatches apart, or says that its filter is not for such requests.
 */
final class AsyncAware {
  private static final Set<String> SIGNS =
      Set.of(
          "isAsyncStarted",
          "startAsync",
          "getAsyncContext",
          "addListener",
          "AsyncListener",
          "getDispatcherType",
          "DispatcherType",
          "isAsyncDispatch",
          "shouldNotFilterAsyncDispatch",
          "isConcurrentHandlingStarted");

  private AsyncAware() {}

  static boolean isAware(CompilationUnitTree file) {
    return Boolean.TRUE.equals(
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitIdentifier(IdentifierTree name, Void unused) {
            return isSign(name.getName());
          }

          @Override
          public Boolean visitMemberSelect(MemberSelectTree select, Void unused) {
            return isSign(select.getIdentifier())
                || Boolean.TRUE.equals(super.visitMemberSelect(select, null));
          }

          @Override
          public Boolean visitMethod(MethodTree method, Void unused) {
            return isSign(method.getName()) || Boolean.TRUE.equals(super.visitMethod(method, null));
          }

          @Override
          public Boolean visitAnnotation(AnnotationTree annotation, Void unused) {
            return annotation.getArguments().stream().anyMatch(AsyncAware::refusesAsync)
                || Boolean.TRUE.equals(super.visitAnnotation(annotation, null));
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(file.getTypeDecls(), null));
  }

  private static boolean isSign(Name name) {
    return SIGNS.contains(name.toString());
  }

  /** Returns whether it says asyncSupported = false: startAsync throws behind such a filter. */
  private static boolean refusesAsync(ExpressionTree argument) {
    return argument instanceof AssignmentTree assignment
        && assignment.getVariable().toString().equals("asyncSupported")
        && assignment.getExpression() instanceof LiteralTree literal
        && Boolean.FALSE.equals(literal.getValue());
  }
}
