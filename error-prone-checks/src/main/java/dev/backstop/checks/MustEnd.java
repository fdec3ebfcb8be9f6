package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.processing.JavacProcessingEnvironment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.errorprone.dataflow.cfg.ControlFlowGraph;
import org.checkerframework.errorprone.dataflow.cfg.UnderlyingAST;
import org.checkerframework.errorprone.dataflow.cfg.UnderlyingAST.CFGLambda;
import org.checkerframework.errorprone.dataflow.cfg.UnderlyingAST.CFGMethod;
import org.checkerframework.errorprone.dataflow.cfg.UnderlyingAST.CFGStatement;
import org.checkerframework.errorprone.dataflow.cfg.builder.CFGBuilder;
import org.checkerframework.errorprone.dataflow.cfg.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * Looks after what must be ended in one file: which calls start it, and how it gets away. The rules
 * share what was found, so that each body is analysed once.
 */
final class MustEnd {
  private static final PerFile<MustEnd> OF_FILE = new PerFile<>();

  private static final List<Supplier<Type>> ACCESSOR =
      List.of(Suppliers.typeFromString("io.micrometer.context.ThreadLocalAccessor"));

  private final CompilationUnitTree file;
  private final IdentityHashMap<Tree, Finding> findings = new IdentityHashMap<>();
  private final IdentityHashMap<Tree, Optional<ControlFlowGraph>> graphs = new IdentityHashMap<>();

  private MustEnd(CompilationUnitTree file) {
    this.file = file;
  }

  /**
   * What was found of a start.
   *
   * @param variable what keeps it; null where nothing does
   */
  record Finding(Leak leak, @Nullable VarSymbol variable) {
    static final Finding NONE = new Finding(Leak.NONE, null);
  }

  /** Returns what is known of the file under check. */
  static MustEnd of(VisitorState state) {
    return OF_FILE.of(state, MustEnd::new);
  }

  /** Returns how what the call starts gets away; the call is where the state is. */
  Finding of(MethodInvocationTree start, Protocol protocol, VisitorState state) {
    Finding known = findings.get(start);
    if (known == null) {
      findings.put(start, Finding.NONE); // should it fail, it fails once
      known = find(start, protocol, state);
      findings.put(start, known);
    }
    return known;
  }

  private Finding find(MethodInvocationTree start, Protocol protocol, VisitorState state) {
    TreePath body = Bodies.around(state.getPath());
    if (body == null
        || isAdvice(body.getLeaf())
        || (protocol == Protocol.SCOPE && isAccessor(body, state))
        || !new Started(protocol, body.getLeaf(), state).isOwn(start)) {
      return Finding.NONE;
    }
    Flows flows = new Flows(protocol, state);
    Flow flow = flows.of(state.getPath());
    if (flow.fate() != Fate.USED) {
      return Finding.NONE;
    }
    VarSymbol receiver = Started.variableOf(start, protocol, state);
    VarSymbol variable = receiver == null ? flow.into() : receiver;
    if (variable == null) {
      return CurrentEnds.in(file, null, flows)
          ? Finding.NONE
          : new Finding(Leak.of(Leak.Way.DROPPED), null);
    }
    Uses uses = Uses.of(variable, body, flows);
    if (uses.isOnlyUsed()) {
      return protocol == Protocol.SCOPE && CurrentEnds.in(file, body.getLeaf(), flows)
          ? Finding.NONE
          : new Finding(Leak.of(Leak.Way.NEVER), variable);
    }
    Tree next = Overwritten.by(start, uses, state);
    if (next != null) {
      return new Finding(new Leak(Leak.Way.NORMALLY, next), variable);
    }
    ControlFlowGraph graph = graphOf(body, state);
    if (graph == null || !hasAll(graph, uses)) {
      return Finding.NONE;
    }
    Leak leak = new Paths(graph, body.getLeaf(), start, uses, state).worst();
    boolean others =
        leak.way() == Leak.Way.NORMALLY
            ? new SharedEnd(body.getLeaf(), uses, state).isShared()
            : protocol == Protocol.TIMER && uses.has(Fate.STORED); // who finds it there stops it
    return others ? Finding.NONE : new Finding(leak, variable);
  }

  /** A method whose code is woven into another: what it starts, its counterpart ends. */
  private static boolean isAdvice(Tree body) {
    return body instanceof MethodTree method
        && method.getModifiers().getAnnotations().stream()
            .map(AnnotationTree::getAnnotationType)
            .map(Tree::toString)
            .anyMatch(type -> type.endsWith("OnMethodEnter") || type.endsWith("OnMethodExit"));
  }

  /** A class that sets what is current from a snapshot: what its setValue opens, restore ends. */
  private static boolean isAccessor(TreePath body, VisitorState state) {
    ClassTree type = ASTHelpers.findEnclosingNode(body, ClassTree.class);
    return type != null && Subtypes.isAny(ASTHelpers.getType(type), ACCESSOR, state);
  }

  private @Nullable ControlFlowGraph graphOf(TreePath body, VisitorState state) {
    return graphs
        .computeIfAbsent(body.getLeaf(), tree -> Optional.ofNullable(build(body, state)))
        .orElse(null);
  }

  /** Returns the graph of the body; null where its builder knows no way with the code. */
  private @Nullable ControlFlowGraph build(TreePath body, VisitorState state) {
    ClassTree type = null;
    MethodTree method = null;
    for (Tree tree : body) {
      if (tree instanceof MethodTree around && method == null) {
        method = around;
      }
      if (tree instanceof ClassTree around) {
        type = around;
        break;
      }
    }
    Tree tree = body.getLeaf();
    UnderlyingAST code =
        tree instanceof LambdaExpressionTree lambda
            ? new CFGLambda(lambda, type, method)
            : tree instanceof MethodTree own
                ? new CFGMethod(own, type)
                : new CFGStatement(tree, type);
    try {
      return CFGBuilder.build(
          file, code, false, false, JavacProcessingEnvironment.instance(state.context));
    } catch (RuntimeException | AssertionError | LinkageError e) {
      return null;
    }
  }

  /** Returns whether the graph has all places that matter; without one it would blame wrongly. */
  private static boolean hasAll(ControlFlowGraph graph, Uses uses) {
    Set<Tree> places = Collections.newSetFromMap(new IdentityHashMap<>());
    graph.getAllNodes().stream().map(Node::getTree).forEach(places::add);
    return uses.places().stream()
        .allMatch(place -> uses.at(place) == Fate.REPLACED || places.contains(place));
  }
}
