package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.suppliers.Supplier;
import com.google.errorprone.suppliers.Suppliers;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.VariableTree;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.code.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.UnionType;
import org.checkerframework.errorprone.dataflow.cfg.block.Block;
import org.checkerframework.errorprone.dataflow.cfg.node.CatchMarkerNode;
import org.checkerframework.errorprone.dataflow.cfg.node.Node;

/** Where an exception goes: which of the handlers around a place may catch it. */
final class Handlers {
  private static final Supplier<Type> ERROR = Suppliers.typeFromString("java.lang.Error");

  /**
   * Those of one try in their order; the handlers of an inner try come before those of the outer.
   */
  private static final Comparator<Block> IN_ORDER = Comparator.comparingInt(Handlers::position);

  private final Types types;
  private final Type error;
  private final Type exception;

  Handlers(VisitorState state) {
    types = state.getTypes();
    error = ERROR.get(state);
    exception = state.getSymtab().exceptionType;
  }

  /** Returns whether nobody is expected to clean up after it. */
  boolean isError(TypeMirror thrown) {
    return types.isSubtype((Type) thrown, error);
  }

  /** Returns the type itself; for one that has the errors among its kinds, only the rest. */
  TypeMirror withoutErrors(TypeMirror thrown) {
    return types.isSubtype(exception, (Type) thrown) ? exception : thrown;
  }

  /** Returns those of the blocks behind a place that an exception of the type may come to. */
  List<Block> of(TypeMirror thrown, Collection<Block> behind) {
    List<Block> reached = new ArrayList<>();
    List<Block> handlers = behind.stream().filter(Handlers::isHandler).sorted(IN_ORDER).toList();
    for (Block handler : handlers) {
      List<Type> caught = caughtBy(handler);
      if (caught.stream().anyMatch(type -> types.isSubtype((Type) thrown, type))) {
        reached.add(handler);
        return reached;
      }
      if (caught.stream().anyMatch(type -> types.isSubtype(type, (Type) thrown))) {
        reached.add(handler);
      }
    }
    behind.stream().filter(block -> !isHandler(block)).forEach(reached::add);
    return reached;
  }

  private static boolean isHandler(Block block) {
    return !caughtBy(block).isEmpty();
  }

  /** Where its parameter is: the mark at its begin has the place of the whole try statement. */
  private static int position(Block handler) {
    return handler.getNodes().stream()
        .map(Node::getTree)
        .filter(VariableTree.class::isInstance)
        .findFirst()
        .map(ASTHelpers::getStartPosition)
        .orElse(Integer.MAX_VALUE);
  }

  private static List<Type> caughtBy(Block block) {
    List<Node> nodes = block.getNodes();
    if (nodes.isEmpty() || !(nodes.get(0) instanceof CatchMarkerNode handler)) {
      return List.of();
    }
    TypeMirror type = handler.getCatchType();
    return type instanceof UnionType union
        ? union.getAlternatives().stream().map(Type.class::cast).toList()
        : List.of((Type) type);
  }
}
