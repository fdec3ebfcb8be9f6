package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The code of a task that a call hands to another thread, wherever it was written: in the call, in
 * a variable, in a class or a method of the file.
 *
 * @param code a lambda, a method reference, the body of a class, or the making of an object whose
 *     class is elsewhere
 * @param made the making of the task where it is an object of a class with a name
 * @param wrappers the calls that were given the task on its way, the outermost first
 */
record TaskCode(Tree code, @Nullable NewClassTree made, List<ExpressionTree> wrappers) {
  private static final int MAX_STEPS = 6;

  private static final Set<String> RUNS = Set.of("run", "call");

  /** Returns the tasks that a call hands to another thread. */
  static List<TaskCode> of(ExpressionTree call, VisitorState state) {
    List<TaskCode> found = new ArrayList<>();
    if (call instanceof NewClassTree thread) {
      addObject(thread, List.of(), found, state);
    }
    for (ExpressionTree argument : AsyncTasks.argumentsOf(call, state)) {
      add(argument, List.of(), 0, found, state);
    }
    return found;
  }

  private static void add(
      ExpressionTree expression,
      List<ExpressionTree> wrappers,
      int steps,
      List<TaskCode> found,
      VisitorState state) {
    ExpressionTree task = FileCode.bare(expression);
    if (steps > MAX_STEPS) {
      return;
    }
    if (task instanceof LambdaExpressionTree) {
      found.add(new TaskCode(task, null, wrappers));
      addOwn(task, wrappers, found, state);
    } else if (task instanceof MemberReferenceTree reference) {
      found.add(new TaskCode(task, null, wrappers));
      addOwn(reference, wrappers, found, state);
      add(reference.getQualifierExpression(), wrappers, steps + 1, found, state);
    } else if (task instanceof ConditionalExpressionTree choice) {
      add(choice.getTrueExpression(), wrappers, steps + 1, found, state);
      add(choice.getFalseExpression(), wrappers, steps + 1, found, state);
    } else if (task instanceof NewClassTree made) {
      if (isTask(ASTHelpers.getType(made), state)) {
        addObject(made, wrappers, found, state);
      }
      addAll(made.getArguments(), with(wrappers, made), steps, found, state);
    } else if (task instanceof MethodInvocationTree call && !AsyncTasks.takesTask(call, state)) {
      addAll(call.getArguments(), with(wrappers, call), steps, found, state);
      addReturned(call, with(wrappers, call), steps, found, state);
    } else if (isThis(task)) {
      addRunOf(FileCode.symbolOf(task), wrappers, found, state);
    } else if (task instanceof IdentifierTree || task instanceof MemberSelectTree) {
      addVariable(FileCode.symbolOf(task), wrappers, steps, found, state);
    }
  }

  private static void addOwn(
      ExpressionTree task,
      List<ExpressionTree> wrappers,
      List<TaskCode> found,
      VisitorState state) {
    ownMethods(task, state).forEach(method -> found.add(new TaskCode(method, null, wrappers)));
  }

  /** Returns the methods of the same object, in the file, that a task calls or refers to. */
  static List<MethodTree> ownMethods(Tree task, VisitorState state) {
    List<MethodTree> methods = new ArrayList<>();
    for (ExpressionTree call : FileCode.callsIn(task)) {
      ExpressionTree receiver =
          call instanceof MemberReferenceTree reference
              ? reference.getQualifierExpression()
              : call instanceof MethodInvocationTree ? ASTHelpers.getReceiver(call) : null;
      if (!(call instanceof NewClassTree)
          && (receiver == null || isThis(receiver))
          && FileCode.declarationOf(FileCode.symbolOf(call), state) instanceof MethodTree own
          && own.getBody() != null) {
        methods.add(own);
      }
    }
    return methods;
  }

  private static boolean isThis(ExpressionTree receiver) {
    return receiver instanceof IdentifierTree name && name.getName().contentEquals("this");
  }

  /** Adds what an object runs that is its own task. */
  private static void addRunOf(
      @Nullable Symbol self,
      List<ExpressionTree> wrappers,
      List<TaskCode> found,
      VisitorState state) {
    if (self != null
        && isTask(self.type, state)
        && FileCode.declarationOf(self.type.tsym, state) instanceof ClassTree type) {
      type.getMembers().stream()
          .filter(
              member ->
                  member instanceof MethodTree method
                      && method.getBody() != null
                      && RUNS.contains(method.getName().toString()))
          .forEach(run -> found.add(new TaskCode(run, null, wrappers)));
    }
  }

  private static void addAll(
      List<? extends ExpressionTree> arguments,
      List<ExpressionTree> wrappers,
      int steps,
      List<TaskCode> found,
      VisitorState state) {
    for (ExpressionTree argument : arguments) {
      add(argument, wrappers, steps + 1, found, state);
    }
  }

  private static void addObject(
      NewClassTree made, List<ExpressionTree> wrappers, List<TaskCode> found, VisitorState state) {
    Type type = ASTHelpers.getType(made);
    Tree body = made.getClassBody();
    if (body == null && type != null) {
      body = FileCode.declarationOf(type.tsym, state);
    }
    found.add(new TaskCode(body == null ? made : body, made, wrappers));
  }

  /** Adds the task that a variable of the file was made or assigned with. */
  private static void addVariable(
      @Nullable Symbol variable,
      List<ExpressionTree> wrappers,
      int steps,
      List<TaskCode> found,
      VisitorState state) {
    if (variable == null || !isTask(variable.type, state)) {
      return;
    }
    for (ExpressionTree value : Assignments.to(variable, state)) {
      add(value, wrappers, steps + 1, found, state);
    }
  }

  /** Adds the tasks that a method of the file returns. */
  private static void addReturned(
      MethodInvocationTree call,
      List<ExpressionTree> wrappers,
      int steps,
      List<TaskCode> found,
      VisitorState state) {
    if (!isTask(ASTHelpers.getType(call), state)
        || !(FileCode.declarationOf(FileCode.symbolOf(call), state) instanceof MethodTree method)) {
      return;
    }
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitReturn(ReturnTree statement, Void unused) {
        if (statement.getExpression() != null) {
          add(statement.getExpression(), wrappers, steps + 1, found, state);
        }
        return null;
      }

      @Override
      public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
        return null;
      }

      @Override
      public Void visitClass(ClassTree type, Void unused) {
        return null;
      }
    }.scan(method.getBody(), null);
  }

  private static List<ExpressionTree> with(List<ExpressionTree> wrappers, ExpressionTree wrapper) {
    List<ExpressionTree> all = new ArrayList<>(wrappers);
    all.add(wrapper);
    return all;
  }

  /** Returns whether objects of the type can be run: by an executor, a future or a thread. */
  private static boolean isTask(@Nullable Type type, VisitorState state) {
    return type != null
        && (isOf("java.lang.Runnable", type, state)
            || isOf("java.util.concurrent.Callable", type, state)
            || state.getTypes().isFunctionalInterface(type)
            || state.getTypes().closure(type).stream().anyMatch(above -> inFunctions(above.tsym)));
  }

  private static boolean inFunctions(Symbol type) {
    return type.getQualifiedName().toString().startsWith("java.util.function.");
  }

  private static boolean isOf(String wanted, Type type, VisitorState state) {
    return ASTHelpers.isSubtype(type, state.getTypeFromString(wanted), state);
  }
}
