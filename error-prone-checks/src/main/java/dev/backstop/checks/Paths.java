package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.code.TypeTag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.type.TypeMirror;
import org.checkerframework.errorprone.dataflow.cfg.ControlFlowGraph;
import org.checkerframework.errorprone.dataflow.cfg.block.Block;
import org.checkerframework.errorprone.dataflow.cfg.block.ConditionalBlock;
import org.checkerframework.errorprone.dataflow.cfg.block.ExceptionBlock;
import org.checkerframework.errorprone.dataflow.cfg.block.SingleSuccessorBlock;
import org.checkerframework.errorprone.dataflow.cfg.node.AssignmentNode;
import org.checkerframework.errorprone.dataflow.cfg.node.ExpressionStatementNode;
import org.checkerframework.errorprone.dataflow.cfg.node.FieldAccessNode;
import org.checkerframework.errorprone.dataflow.cfg.node.LocalVariableNode;
import org.checkerframework.errorprone.dataflow.cfg.node.MarkerNode;
import org.checkerframework.errorprone.dataflow.cfg.node.Node;
import org.checkerframework.errorprone.dataflow.cfg.node.ReturnNode;
import org.jspecify.annotations.Nullable;

/** Walks all paths through a body, from its entry, for one that leaves without the end. */
final class Paths {
  /** A body with more steps is given up: nothing is said of it. */
  private static final int MOST_STEPS = 40_000;

  private final ControlFlowGraph graph;
  private final MethodInvocationTree start;
  private final Uses uses;
  private final VisitorState state;
  private final Conditions conditions;
  private final Handlers handlers;
  private final EndsAhead endsAhead;
  private final Returns returns;
  private final Written written;
  private final Deque<Step> open = new ArrayDeque<>();
  private final Set<Step.Key> seen = new HashSet<>();
  private final Map<Leak.Way, Leak> found = new EnumMap<>(Leak.Way.class);

  Paths(
      ControlFlowGraph graph,
      Tree body,
      MethodInvocationTree start,
      Uses uses,
      VisitorState state) {
    this.graph = graph;
    this.start = start;
    this.uses = uses;
    this.state = state;
    this.conditions = new Conditions(body, uses.variables());
    this.handlers = new Handlers(state);
    this.endsAhead = new EndsAhead(uses);
    this.returns = new Returns(body, uses, state);
    this.written = Written.in(body);
  }

  /** Returns the worst way that a path leaves. */
  Leak worst() {
    go(Step.entry(graph.getEntryBlock()));
    for (int steps = 0; !open.isEmpty(); steps++) {
      if (steps > MOST_STEPS) {
        return Leak.NONE;
      }
      visit(open.remove());
    }
    return found.values().stream().findFirst().orElse(Leak.NONE);
  }

  private void go(Step step) {
    if (seen.add(step.key())) {
      open.add(step);
    }
  }

  private void visit(Step step) {
    Block block = step.block();
    if (block == graph.getRegularExitBlock() || block == graph.getExceptionalExitBlock()) {
      if (step.begun()) {
        leave(block == graph.getRegularExitBlock() ? returning(step) : step);
      }
    } else if (block instanceof ConditionalBlock choice) {
      choose(choice, step);
    } else if (block instanceof ExceptionBlock call) {
      throwFrom(call, step);
      goOn(call, through(call.getNode(), step, call.getSuccessor()));
    } else if (block instanceof SingleSuccessorBlock single) {
      Step at = step;
      for (Node node : block.getNodes()) {
        at = at == null ? null : through(node, at, single.getSuccessor());
      }
      goOn(single, at);
    }
  }

  private void goOn(SingleSuccessorBlock block, @Nullable Step step) {
    if (step != null && block.getSuccessor() != null) {
      go(step.to(block.getSuccessor()));
    }
  }

  private Step returning(Step step) {
    Tree by = step.leaves() instanceof ReturnTree ? null : returns.after(step.last());
    return by == null ? step : step.leavingBy(by, returns.isHandling(by));
  }

  private void leave(Step step) {
    if (step.thrown() ? uses.isEndedHere() : !step.shared()) {
      Leak.Way way = step.thrown() ? Leak.Way.BY_EXCEPTION : Leak.Way.NORMALLY;
      found.putIfAbsent(way, new Leak(way, step.leaves()));
    }
  }

  private void choose(ConditionalBlock choice, Step step) {
    Tree condition = step.last();
    if (condition == null) {
      go(step.to(choice.getThenSuccessor()));
      go(step.to(choice.getElseSuccessor()));
      return;
    }
    Boolean value = conditions.valueOf(condition, step.facts(), step.begun());
    Block then = choice.getThenSuccessor();
    Block otherwise = choice.getElseSuccessor();
    if ((value == null || value) && !isLeftToOthers(then, otherwise, step)) {
      go(
          step.knowing(conditions.learn(step.facts(), condition, true))
              .to(choice.getThenSuccessor()));
    }
    if ((value == null || !value) && !isLeftToOthers(otherwise, then, step)) {
      go(
          step.knowing(conditions.learn(step.facts(), condition, false))
              .to(choice.getElseSuccessor()));
    }
  }

  /**
   * A handler or finally that asks whether to end it: where it does not, those end it who have it.
   */
  private boolean isLeftToOthers(Block branch, Block other, Step step) {
    return step.begun()
        && step.thrown()
        && step.shared()
        && endsAhead.from(other)
        && !endsAhead.from(branch);
  }

  private void throwFrom(ExceptionBlock block, Step step) {
    Node node = block.getNode();
    if (step.begun() && endsAt(node, block.getSuccessor())) {
      return;
    }
    boolean goesOn = node instanceof MarkerNode; // the end of a finally block
    if (step.begun()
        && !goesOn
        && !(written.has(node) && Throwing.isExpected(node.getTree(), state))) {
      return;
    }
    Map<TypeMirror, Set<Block>> causes = block.getExceptionalSuccessors();
    Set<Block> behind = new LinkedHashSet<>();
    causes.values().forEach(behind::addAll);
    for (TypeMirror cause : causes.keySet()) {
      if (!handlers.isError(cause)) {
        TypeMirror inFlight = step.inFlight();
        TypeMirror type = goesOn && inFlight != null ? inFlight : handlers.withoutErrors(cause);
        Step thrown = step.throwing(type, goesOn ? null : node.getTree());
        handlers.of(type, behind).forEach(next -> go(thrown.to(next)));
      }
    }
  }

  /** Returns the step behind a node; null where the path needs no end any more. */
  private @Nullable Step through(Node node, Step step, @Nullable Block next) {
    Tree tree = node.getTree();
    Step after = node instanceof ExpressionStatementNode ? step : step.after(tree); // has no tree
    if (node instanceof AssignmentNode assignment) {
      after = after.knowing(assigned(assignment, after.facts()));
    }
    if (tree == start && node.getInSource()) {
      if (step.begun()) {
        leave(step); // around a loop
      }
      return after.begin();
    }
    if (!step.begun()) {
      return after;
    }
    Tree jump = node instanceof ReturnNode ? tree : returns.handledBehind(tree);
    if (jump != null) {
      after = after.leavingBy(jump, returns.isHandling(jump));
    }
    if (endsAt(node, next)) {
      return null;
    }
    return uses.at(tree) == Fate.STORED ? after.share() : after;
  }

  /** Returns whether what has begun is ended, or given away, at the node. */
  private boolean endsAt(Node node, @Nullable Block next) {
    Tree tree = node.getTree();
    return switch (uses.at(tree)) {
      case USED -> false;
      case ENDED, RETURNED, HANDED_OVER -> true;
      case STORED -> !endsAhead.from(next);
      case PASSED -> !endsAhead.from(next) || isQuestion(tree);
      case REPLACED -> node instanceof AssignmentNode && isOther(tree);
    };
  }

  /** A method that takes it or not, and says so. */
  private static boolean isQuestion(@Nullable Tree call) {
    return call instanceof MethodInvocationTree
        && ASTHelpers.getType(call) != null
        && ASTHelpers.getType(call).hasTag(TypeTag.BOOLEAN);
  }

  /** Returns whether the variable is given another value, and not what is just started. */
  private boolean isOther(@Nullable Tree tree) {
    boolean[] same = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        same[0] |= call == start;
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitIdentifier(IdentifierTree identifier, Void unused) {
        same[0] |= uses.variables().contains(ASTHelpers.getSymbol(identifier));
        return null;
      }
    }.scan(tree instanceof AssignmentTree assignment ? assignment.getExpression() : tree, null);
    return !same[0];
  }

  private Map<String, Boolean> assigned(AssignmentNode node, Map<String, Boolean> facts) {
    Tree tree = node.getTree();
    Tree value =
        tree instanceof VariableTree variable
            ? variable.getInitializer()
            : tree instanceof AssignmentTree assignment ? assignment.getExpression() : null;
    if (node.getTarget() instanceof LocalVariableNode local) {
      return conditions.assign(facts, local.getName(), value);
    }
    return node.getTarget() instanceof FieldAccessNode field
        ? conditions.assign(facts, field.getFieldName(), value)
        : facts;
  }
}
