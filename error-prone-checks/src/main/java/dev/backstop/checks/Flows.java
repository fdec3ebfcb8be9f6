package dev.backstop.checks;

import static com.google.errorprone.util.ASTHelpers.getSymbol;
import static com.google.errorprone.util.ASTHelpers.getType;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.code.TypeTag;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/** Follows a value that must be ended from an expression to where the code puts it. */
final class Flows {
  /** How deep into methods of the file, and into what carries a value. */
  private static final int DEPTH = 2;

  private final Protocol protocol;
  private final VisitorState state;
  private final int depth;

  Flows(Protocol protocol, VisitorState state) {
    this(protocol, state, DEPTH);
  }

  private Flows(Protocol protocol, VisitorState state, int depth) {
    this.protocol = protocol;
    this.state = state;
    this.depth = depth;
  }

  /** Returns where the value of the expression goes. */
  Flow of(TreePath value) {
    return of(value, value.getLeaf());
  }

  private Flow of(TreePath value, Tree origin) {
    Tree tree = value.getLeaf();
    TreePath up = value.getParentPath();
    Tree parent = up.getLeaf();
    if (parent instanceof ParenthesizedTree || parent instanceof TypeCastTree) {
      return of(up, origin);
    }
    if (parent instanceof ConditionalExpressionTree choice) {
      return choice.getCondition() == tree ? Flow.of(Fate.USED, origin) : of(up, origin);
    }
    if (parent instanceof MemberSelectTree select) {
      return up.getParentPath().getLeaf() instanceof MethodInvocationTree call
              && call.getMethodSelect() == select
          ? ofReceiver(call, up.getParentPath(), origin)
          : Flow.of(Fate.USED, origin);
    }
    if (parent instanceof MemberReferenceTree reference) {
      return Flow.of(
          protocol.isEnd(reference.getName().toString()) ? Fate.HANDED_OVER : Fate.USED, reference);
    }
    if (parent instanceof MethodInvocationTree call) {
      return ofArgument((ExpressionTree) tree, call, up, origin);
    }
    if (parent instanceof NewClassTree creation) {
      return Flow.of(ofArgument((ExpressionTree) tree, creation), creation);
    }
    if (parent instanceof VariableTree variable) {
      return ofVariable(variable, up, origin);
    }
    if (parent instanceof AssignmentTree assignment) {
      return assignment.getExpression() == tree
          ? ofAssignment(assignment, origin)
          : Flow.of(Fate.REPLACED, assignment);
    }
    if (parent instanceof EnhancedForLoopTree loop && loop.getExpression() == tree) {
      return ofTarget(getSymbol(loop.getVariable()), origin);
    }
    if (parent instanceof ArrayAccessTree element && element.getExpression() == tree) {
      return of(up, origin);
    }
    if (parent instanceof LambdaExpressionTree lambda) {
      return Flow.of(returnsNothing(lambda) ? Fate.USED : Fate.RETURNED, origin);
    }
    if (parent instanceof YieldTree || parent instanceof CaseTree) {
      return ofSwitch(up, origin);
    }
    if (parent instanceof ReturnTree) {
      return Flow.of(Fate.RETURNED, origin);
    }
    if (parent instanceof NewArrayTree) {
      return Flow.of(Fate.STORED, origin);
    }
    return Flow.of(parent instanceof TryTree ? Fate.ENDED : Fate.USED, origin);
  }

  /** It is called: to end it, to go on with it, for something that carries it, or for its own. */
  private Flow ofReceiver(MethodInvocationTree call, TreePath path, Tree origin) {
    if (protocol.isEnd(Calls.name(call))) {
      return Flow.of(Fate.ENDED, call);
    }
    Type type = getType(call);
    if (protocol.isOf(type, state)) {
      return of(path, origin);
    }
    return isCarrier(call, type) ? ofCarrier(path, call) : Flow.of(Fate.USED, call);
  }

  private Flow ofArgument(
      ExpressionTree argument, MethodInvocationTree call, TreePath path, Tree origin) {
    Boolean taken = Ownership.takes(call, argument, state);
    if (taken != null) {
      return Flow.of(taken ? Fate.HANDED_OVER : Fate.USED, call);
    }
    MethodSymbol method = Ownership.symbolOf(call);
    if (method == null) {
      return Flow.of(Fate.PASSED, call);
    }
    if (method.getSimpleName().contentEquals("requireNonNull")) {
      return of(path, origin);
    }
    TreePath body = Declarations.of(state).pathOf(method);
    if (body != null && depth > 0 && ((MethodTree) body.getLeaf()).getBody() != null) {
      return ofParameter(body, method, call.getArguments().indexOf(argument), call, path, origin);
    }
    if (isCarrier(call, getType(call))) {
      return ofCarrier(path, call);
    }
    Fate fate = Callee.fateOf(call, state);
    return fate == Fate.USED && isWrapping(call) ? of(path, origin) : Flow.of(fate, call);
  }

  /** A method of the same file: it is looked into. */
  private Flow ofParameter(
      TreePath body,
      MethodSymbol method,
      int argument,
      MethodInvocationTree call,
      TreePath path,
      Tree origin) {
    VarSymbol parameter = Ownership.parameterOf(method, argument);
    if (parameter == null) {
      return Flow.of(Fate.PASSED, call);
    }
    Uses uses = Uses.of(parameter, body, deeper());
    if (uses.has(Fate.ENDED)) {
      return Flow.of(Fate.ENDED, call);
    }
    if (uses.onlyReturned()) {
      return of(path, origin);
    }
    if (uses.isOnlyUsed()) {
      return Flow.of(Fate.USED, call);
    }
    return Flow.of(uses.has(Fate.STORED) ? Fate.STORED : Fate.PASSED, call);
  }

  private Fate ofArgument(ExpressionTree argument, NewClassTree creation) {
    Boolean taken = Ownership.takes(creation, argument, state);
    if (taken != null) {
      return taken ? Fate.HANDED_OVER : Fate.USED;
    }
    return creation.getEnclosingExpression() == argument ? Fate.USED : Fate.STORED;
  }

  private Flow ofVariable(VariableTree variable, TreePath path, Tree origin) {
    VarSymbol symbol = getSymbol(variable);
    if (path.getParentPath().getLeaf() instanceof TryTree
        || ASTHelpers.hasAnnotation(symbol, "lombok.Cleanup", state)) {
      return Flow.of(Fate.ENDED, origin);
    }
    return ofTarget(symbol, origin);
  }

  private static Flow ofAssignment(AssignmentTree assignment, Tree origin) {
    return getSymbol(assignment.getVariable()) instanceof VarSymbol symbol
        ? ofTarget(symbol, origin)
        : Flow.of(Fate.STORED, origin);
  }

  private static Flow ofTarget(VarSymbol symbol, Tree origin) {
    return symbol.getKind() == ElementKind.LOCAL_VARIABLE
        ? new Flow(Fate.USED, origin, symbol)
        : Flow.of(Fate.STORED, origin);
  }

  private Flow ofSwitch(TreePath path, Tree origin) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof SwitchExpressionTree) {
        return of(at, origin);
      }
      if (at.getLeaf() instanceof MethodTree || at.getLeaf() instanceof LambdaExpressionTree) {
        break;
      }
    }
    return Flow.of(Fate.USED, origin);
  }

  /**
   * A function of the library that returns one, and makes no other: what it is given, in a wrapper.
   * Who ends that, ends both.
   */
  private boolean isWrapping(MethodInvocationTree call) {
    return protocol.isOf(getType(call), state)
        && (ASTHelpers.isStatic(ASTHelpers.getSymbol(call))
            || !protocol.isOf(ASTHelpers.getReceiverType(call.getMethodSelect()), state))
        && !Callee.makesAnother(call);
  }

  /** A scope or a context that has it: who has that, has it too. */
  private boolean isCarrier(MethodInvocationTree call, @Nullable Type type) {
    return protocol != Protocol.SCOPE
        && type != null
        && (Protocol.SCOPE.isOf(type, state)
            || type.tsym.getQualifiedName().contentEquals("io.opentelemetry.context.Context"))
        && !Calls.name(call).isEmpty();
  }

  private Flow ofCarrier(TreePath carrier, MethodInvocationTree call) {
    if (Callee.fateOf(call, state) == Fate.HANDED_OVER) {
      return Flow.of(Fate.HANDED_OVER, call);
    }
    Flow flow = new Flows(Protocol.SCOPE, state, depth).of(carrier);
    if (flow.into() != null && depth > 0) {
      TreePath body = Bodies.around(carrier);
      boolean stays = body != null && Uses.of(flow.into(), body, deeperScope()).staysHere();
      return Flow.of(stays ? Fate.USED : Fate.PASSED, call);
    }
    boolean stays = flow.fate() == Fate.USED || flow.fate() == Fate.ENDED;
    return Flow.of(stays ? Fate.USED : Fate.PASSED, call);
  }

  /** Returns whether the call ends what is current: {@code Span.current().end()}. */
  boolean endsCurrent(MethodInvocationTree call) {
    return isEnd(call) && isCurrent(ASTHelpers.getReceiver(call));
  }

  /** Returns whether the call has the name of an end. */
  boolean isEnd(MethodInvocationTree call) {
    return protocol.isEnd(Calls.name(call));
  }

  /** Returns whether the expression asks for what is current. */
  boolean isCurrent(@Nullable ExpressionTree expression) {
    return expression instanceof MethodInvocationTree asked
        && Callee.asksForCurrent(asked)
        && protocol.isOf(getType(asked), state);
  }

  private Flows deeper() {
    return new Flows(protocol, state, depth - 1);
  }

  private Flows deeperScope() {
    return new Flows(Protocol.SCOPE, state, depth - 1);
  }

  private boolean returnsNothing(LambdaExpressionTree lambda) {
    Type type = getType(lambda);
    return type != null
        && !type.isErroneous()
        && state.getTypes().isFunctionalInterface(type)
        && state.getTypes().findDescriptorType(type).getReturnType().hasTag(TypeTag.VOID);
  }
}
