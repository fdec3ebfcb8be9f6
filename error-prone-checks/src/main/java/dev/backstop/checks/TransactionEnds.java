package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Which calls end a transaction, and which transaction it is. */
final class TransactionEnds {
  /** What is committed and rolled back itself. */
  private static final List<Supplier<Type>> TRANSACTIONS =
      types(
          "java.sql.Connection",
          "jakarta.persistence.EntityTransaction",
          "javax.persistence.EntityTransaction",
          "jakarta.transaction.UserTransaction",
          "javax.transaction.UserTransaction",
          "jakarta.transaction.Transaction",
          "javax.transaction.Transaction",
          "jakarta.transaction.TransactionManager",
          "javax.transaction.TransactionManager",
          "org.hibernate.Transaction",
          "jakarta.jms.Session",
          "javax.jms.Session");

  /** What commits and rolls back what it is given. */
  private static final List<Supplier<Type>> MANAGERS =
      types("org.springframework.transaction.PlatformTransactionManager");

  private static final List<Supplier<Type>> CONNECTION = types("java.sql.Connection");

  private TransactionEnds() {}

  /** Returns what names the transaction that the call commits; or null where it commits none. */
  static @Nullable String committedBy(MethodInvocationTree call, VisitorState state) {
    String transaction = committedHere(call, state);
    return transaction == null
        ? inMethod(call, TransactionEnds::committedHere, state)
        : transaction;
  }

  private static @Nullable String committedHere(MethodInvocationTree call, VisitorState state) {
    return Calls.name(call).equals("commit") ? transactionOf(call, state) : null;
  }

  /**
   * Returns what names the transaction that the call rolls back; or null. A rollback to a savepoint
   * ends nothing; a method that is called so and given the transaction does it too.
   */
  static @Nullable String rolledBackBy(MethodInvocationTree call, VisitorState state) {
    String transaction = rolledBackHere(call, state);
    return transaction == null && inMethod(call, TransactionEnds::committedHere, state) == null
        ? inMethod(call, TransactionEnds::rolledBackHere, state)
        : transaction;
  }

  private static @Nullable String rolledBackHere(MethodInvocationTree call, VisitorState state) {
    String name = Calls.name(call);
    if (name.equals("rollback")) {
      String transaction = transactionOf(call, state);
      if (transaction != null) {
        return transaction;
      }
    }
    return name.startsWith("rollback") && !call.getArguments().isEmpty()
        ? named(call.getArguments().get(0), TRANSACTIONS, state)
        : null;
  }

  /** Returns what names the connection whose automatic commit the call sets; or null. */
  static @Nullable String autoCommitSetBy(MethodInvocationTree call, VisitorState state) {
    return Calls.name(call).equals("setAutoCommit") && call.getArguments().size() == 1
        ? named(ASTHelpers.getReceiver(call), CONNECTION, state)
        : null;
  }

  /** Returns whether automatic commit is set to false: a transaction begins. */
  static boolean isSwitchedOff(MethodInvocationTree set) {
    return set.getArguments().get(0) instanceof LiteralTree literal
        && Boolean.FALSE.equals(literal.getValue());
  }

  /**
   * Returns what names, where a method of the file is called, the transaction that the method ends:
   * one that it is given, or a field of the same object; or null.
   */
  private static @Nullable String inMethod(
      MethodInvocationTree call,
      BiFunction<MethodInvocationTree, VisitorState, @Nullable String> ended,
      VisitorState state) {
    MethodTree method = Calls.declaration(call, state);
    for (MethodInvocationTree inner : Calls.in(method == null ? null : method.getBody())) {
      String transaction = ended.apply(inner, state);
      String outside =
          method == null || transaction == null ? null : outside(transaction, method, call, state);
      if (outside != null) {
        return outside;
      }
    }
    return null;
  }

  private static @Nullable String outside(
      String transaction, MethodTree method, MethodInvocationTree call, VisitorState state) {
    String first = transaction.replaceFirst("\\W.*", "");
    List<? extends VariableTree> parameters = method.getParameters();
    for (int i = 0; i < Math.min(parameters.size(), call.getArguments().size()); i++) {
      if (parameters.get(i).getName().contentEquals(first)) {
        return name(call.getArguments().get(i), state) + transaction.substring(first.length());
      }
    }
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Symbol owner = ASTHelpers.getSymbol(method).owner;
    return (receiver == null || receiver.toString().equals("this"))
            && owner.members().findFirst(state.getName(first), VarSymbol.class::isInstance) != null
        ? transaction
        : null;
  }

  private static @Nullable String transactionOf(MethodInvocationTree call, VisitorState state) {
    MethodSymbol method = Calls.method(call);
    if (method == null) {
      return null;
    }
    return call.getArguments().isEmpty()
        ? named(ASTHelpers.getReceiver(call), TRANSACTIONS, state)
        : isOf(ASTHelpers.getType(ASTHelpers.getReceiver(call)), MANAGERS, state)
            ? name(call.getArguments().get(0), state)
            : null;
  }

  private static @Nullable String named(
      @Nullable ExpressionTree expression, List<Supplier<Type>> types, VisitorState state) {
    return expression != null && isOf(ASTHelpers.getType(expression), types, state)
        ? name(expression, state)
        : null;
  }

  /**
   * Returns how the transaction is got: of a local that holds {@code em.getTransaction()}, that.
   */
  private static String name(ExpressionTree expression, VisitorState state) {
    if (expression instanceof IdentifierTree && ASTHelpers.getSymbol(expression) != null) {
      ExpressionTree value = valueOf(ASTHelpers.getSymbol(expression), state);
      if (value instanceof MethodInvocationTree call
          && call.getArguments().isEmpty()
          && Calls.name(call).equals("getTransaction")) {
        return text(call);
      }
    }
    return text(expression);
  }

  private static String text(Tree tree) {
    return tree.toString().replace("this.", "");
  }

  private static @Nullable ExpressionTree valueOf(@Nullable Symbol local, VisitorState state) {
    ExpressionTree[] value = {null};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        if (local != null && local.equals(ASTHelpers.getSymbol(variable))) {
          value[0] = variable.getInitializer();
        }
        return super.visitVariable(variable, null);
      }
    }.scan(state.getPath().getCompilationUnit(), null);
    return value[0];
  }

  private static boolean isOf(@Nullable Type type, List<Supplier<Type>> types, VisitorState state) {
    return type != null
        && !ASTHelpers.getUpperBound(type, state.getTypes()).isErroneous()
        && types.stream().anyMatch(wanted -> ASTHelpers.isSubtype(type, wanted.get(state), state));
  }

  private static List<Supplier<Type>> types(String... names) {
    return List.of(names).stream().map(Suppliers::typeFromString).toList();
  }
}
