package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What takes the tracing context along to another thread: {@code Context.current().wrap(task)},
 * {@code Context.taskWrapping(executor)} and their like in every library, told by their names.
 */
final class ContextWrapping {
  private static final Pattern METHOD =
      Pattern.compile("(?i).*(wrap|trac|context|propagat|decorat|instrument).*");
  private static final Pattern TYPE =
      Pattern.compile(".*(Context|Trac|Propagat|Telemetry|Ttl|Instrument).*");
  private static final Pattern BACKSTOP = Pattern.compile("dev\\.backstop\\.(Exchange|HandedOff)");

  private static final Supplier<Type> EXECUTOR =
      Suppliers.typeFromString("java.util.concurrent.Executor");

  private ContextWrapping() {}

  /** Returns whether the task, or who runs it, takes the context along. */
  static boolean isIn(TaskCode task, ExpressionTree call, VisitorState state) {
    return task.wrappers().stream().anyMatch(ContextWrapping::wraps) || isBy(call, state);
  }

  /** Returns whether the executor of a call takes the context along. */
  private static boolean isBy(ExpressionTree call, VisitorState state) {
    ExpressionTree receiver =
        call instanceof MethodInvocationTree ? ASTHelpers.getReceiver(call) : null;
    return (receiver != null && isWrapped(receiver, state))
        || AsyncTasks.argumentsOf(call, state).stream()
            .anyMatch(argument -> isExecutor(argument, state) && isWrapped(argument, state));
  }

  private static boolean isWrapped(ExpressionTree executor, VisitorState state) {
    ExpressionTree given = FileCode.bare(executor);
    if (wraps(given)) {
      return true;
    }
    Symbol variable = given instanceof MethodInvocationTree ? null : FileCode.symbolOf(given);
    return (isExecutor(given, state) && isNamed(ASTHelpers.getType(given)))
        || Assignments.to(variable, state).stream().anyMatch(value -> wraps(FileCode.bare(value)));
  }

  private static boolean wraps(ExpressionTree expression) {
    if (expression instanceof NewClassTree) {
      return isNamed(ASTHelpers.getType(expression));
    }
    Symbol method =
        expression instanceof MethodInvocationTree ? FileCode.symbolOf(expression) : null;
    return method != null
        && (METHOD.matcher(method.getSimpleName()).matches()
            || TYPE.matcher(method.owner.getSimpleName()).matches()
            || BACKSTOP.matcher(method.owner.getQualifiedName()).matches());
  }

  private static boolean isExecutor(ExpressionTree expression, VisitorState state) {
    Type type = ASTHelpers.getType(expression);
    return type != null && ASTHelpers.isSubtype(type, EXECUTOR.get(state), state);
  }

  private static boolean isNamed(@Nullable Type type) {
    return type != null && type.tsym != null && TYPE.matcher(type.tsym.getSimpleName()).matches();
  }
}
