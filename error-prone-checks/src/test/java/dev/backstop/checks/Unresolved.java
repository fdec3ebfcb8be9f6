package dev.backstop.checks;

import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symtab;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.tree.JCTree.JCExpression;
import com.sun.tools.javac.tree.JCTree.JCFieldAccess;
import com.sun.tools.javac.tree.JCTree.JCIdent;
import com.sun.tools.javac.tree.JCTree.JCMemberReference;
import com.sun.tools.javac.tree.JCTree.JCMethodInvocation;
import com.sun.tools.javac.tree.JCTree.JCNewClass;
import com.sun.tools.javac.tree.TreeInfo;
import com.sun.tools.javac.tree.TreeScanner;
import com.sun.tools.javac.util.Context;
import com.sun.tools.javac.util.List;
import com.sun.tools.javac.util.Name;
import com.sun.tools.javac.util.Names;

/**
 * Makes each call that javac could not resolve one of a method that no check knows. Error Prone's
 * matchers throw at a call without a method, since Error Prone never sees one; a check under test
 * must not be stopped by that.
 */
final class Unresolved extends TreeScanner {
  private final Symtab types;
  private final Names names;

  Unresolved(Context context) {
    types = Symtab.instance(context);
    names = Names.instance(context);
  }

  /** A member of an unresolved supertype is of a type that none may be compared with. */
  @Override
  public void scan(JCTree tree) {
    super.scan(tree);
    // By its name: later javacs have no such tag.
    if (tree != null && tree.type != null && tree.type.getTag().name().equals("UNKNOWN")) {
      tree.type = types.errType;
    }
  }

  @Override
  public void visitApply(JCMethodInvocation call) {
    super.visitApply(call);
    JCExpression method = TreeInfo.skipParens(call.meth);
    if (TreeInfo.symbol(method) instanceof MethodSymbol) {
      return;
    }
    Name name = TreeInfo.name(method);
    MethodSymbol unknown = method(name, call.args, types.errSymbol);
    if (method instanceof JCIdent simple) {
      simple.sym = unknown;
    } else if (method instanceof JCFieldAccess selected) {
      selected.sym = unknown;
    }
    method.type = unknown.type;
    if (call.type == null) {
      call.type = types.errType;
    }
  }

  @Override
  public void visitNewClass(JCNewClass creation) {
    super.visitNewClass(creation);
    if (!(creation.constructor instanceof MethodSymbol)) {
      Type created = creation.clazz.type;
      Symbol owner = created == null ? types.errSymbol : created.tsym;
      MethodSymbol unknown = method(names.init, creation.args, owner);
      creation.constructor = unknown;
      creation.constructorType = unknown.type;
      if (creation.type == null) {
        creation.type = types.errType;
      }
    }
  }

  @Override
  public void visitReference(JCMemberReference reference) {
    super.visitReference(reference);
    if (!(reference.sym instanceof MethodSymbol)) {
      reference.sym = method(reference.name, List.nil(), types.errSymbol);
    }
  }

  private MethodSymbol method(Name name, List<? extends JCTree> arguments, Symbol owner) {
    List<Type> parameters = List.nil();
    for (JCTree argument : arguments) {
      parameters = parameters.append(argument.type == null ? types.errType : argument.type);
    }
    Type type = new Type.MethodType(parameters, types.errType, List.nil(), types.methodClass);
    return new MethodSymbol(Flags.PUBLIC, name, type, owner);
  }
}
