package dev.backstop.checks;

import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a body does with a variable that has something to end, and with others that get it. */
final class Uses {
  private final IdentityHashMap<Tree, Fate> fates = new IdentityHashMap<>();
  private final Set<VarSymbol> variables = new HashSet<>();
  private boolean endedHere;

  private Uses(VarSymbol variable) {
    variables.add(variable);
  }

  /** Follows the variable through the body of a method or lambda. */
  static Uses of(VarSymbol variable, TreePath body, Flows flows) {
    Uses uses = new Uses(variable);
    int known;
    do {
      known = uses.variables.size();
      uses.fates.clear();
      uses.scan(body, flows);
    } while (uses.variables.size() > known);
    return uses;
  }

  private void scan(TreePath body, Flows flows) {
    new TreePathScanner<Void, Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree identifier, Void unused) {
        Symbol symbol = ASTHelpers.getSymbol(identifier);
        if (symbol instanceof VarSymbol && variables.contains(symbol)) {
          note(getCurrentPath(), body.getLeaf(), flows);
        }
        return super.visitIdentifier(identifier, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        if (flows.endsCurrent(call)) {
          put(getCurrentPath(), body.getLeaf(), Flow.of(Fate.ENDED, call));
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(body, null);
  }

  private void note(TreePath use, Tree body, Flows flows) {
    Flow flow = flows.of(use);
    if (flow.into() != null) {
      variables.add(flow.into());
    }
    if (flow.fate() == Fate.USED) {
      return;
    }
    put(use, body, flow);
  }

  private void put(TreePath use, Tree body, Flow flow) {
    Tree callback = Bodies.callbackAround(use, body);
    if (callback != null) {
      fates.merge(callback, inCallback(flow.fate()), Uses::stronger);
    } else {
      fates.merge(flow.at(), flow.fate(), Uses::stronger);
      endedHere |= flow.fate() == Fate.ENDED;
    }
  }

  private static Fate inCallback(Fate fate) {
    return fate == Fate.STORED || fate == Fate.PASSED ? Fate.PASSED : Fate.HANDED_OVER;
  }

  private static Fate stronger(Fate one, Fate other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Returns what happens at the place; nothing but use where it is not among the known. */
  Fate at(@Nullable Tree place) {
    return place == null ? Fate.USED : fates.getOrDefault(place, Fate.USED);
  }

  Collection<Tree> places() {
    return fates.keySet();
  }

  /** Returns the variables that have it: the first, and those that it was assigned to. */
  Set<VarSymbol> variables() {
    return variables;
  }

  boolean has(Fate fate) {
    return fates.containsValue(fate);
  }

  /** Returns whether this body itself ends it somewhere, and not only a callback. */
  boolean isEndedHere() {
    return endedHere;
  }

  /** Returns whether nothing happens to it that could end it. */
  boolean isOnlyUsed() {
    return fates.values().stream().allMatch(fate -> fate == Fate.REPLACED);
  }

  /** Returns whether nobody outside gets it. */
  boolean staysHere() {
    return fates.values().stream().allMatch(fate -> fate == Fate.REPLACED || fate == Fate.ENDED);
  }

  /** Returns whether the body returns it, and otherwise only uses it. */
  boolean onlyReturned() {
    return has(Fate.RETURNED)
        && fates.values().stream().allMatch(fate -> fate == Fate.REPLACED || fate == Fate.RETURNED);
  }
}
