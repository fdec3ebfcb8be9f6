package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.fixes.SuggestedFix;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the overrides that a wrapper of a response lacks: what sends a status says it to setStatus()
 * first, and addHeader() does what setHeader() does. There is none for getWriter(): a writer has a
 * buffer, and only who wrote the wrapper knows who flushes it.
 */
final class WrapperFix {
  private static final String REDIRECT_SC = "HttpServletResponse.SC_FOUND";

  private WrapperFix() {}

  /**
   * Returns the fix, an empty one where there is none.
   *
   * @param status where overrides of what sends a status are missing, or null
   * @param setHeader of which a copy for addHeader is missing, or null
   */
  static SuggestedFix of(
      ClassTree type,
      @Nullable WrapperOverrides status,
      @Nullable MethodTree setHeader,
      VisitorState state) {
    List<String> added = new ArrayList<>();
    SuggestedFix.Builder fix = SuggestedFix.builder();
    if (status != null) {
      List<MethodSymbol> senders = new ArrayList<>(status.missing("sendError", List.of(1, 2)));
      senders.addAll(status.missing("sendRedirect", List.of(1, 2, 3)));
      for (MethodSymbol sender : senders) {
        added.add(sender(sender));
        fix.addImport("java.io.IOException");
        if (added.get(added.size() - 1).contains(REDIRECT_SC)) {
          fix.addImport(sender.owner.owner.getQualifiedName() + ".HttpServletResponse");
        }
      }
    }
    if (setHeader != null) {
      String source = state.getSourceForNode(setHeader);
      if (source != null && source.contains("super.setHeader(")) {
        added.add(source.replaceAll("\\bsetHeader\\(", "addHeader("));
      }
    }
    List<? extends Tree> members = type.getMembers();
    for (int i = members.size() - 1; i >= 0 && !added.isEmpty(); i--) {
      if (!(members.get(i) instanceof MethodTree made && ASTHelpers.isGeneratedConstructor(made))) {
        return fix.postfixWith(members.get(i), "\n\n" + String.join("\n\n", added)).build();
      }
    }
    return SuggestedFix.emptyFix();
  }

  private static String sender(MethodSymbol sender) {
    List<String> declared = new ArrayList<>();
    List<String> given = new ArrayList<>();
    String status = REDIRECT_SC;
    for (VarSymbol parameter : sender.getParameters()) {
      String type = parameter.type.tsym.getSimpleName().toString();
      String name =
          switch (type) {
            case "int" -> "sc";
            case "boolean" -> "clearBuffer";
            default -> sender.getSimpleName().contentEquals("sendError") ? "message" : "location";
          };
      declared.add(type + " " + name);
      given.add(name);
      status = name.equals("sc") ? name : status;
    }
    return """
        @Override
        public void %s(%s) throws IOException {
          setStatus(%s);
          super.%s(%s);
        }"""
        .formatted(
            sender.getSimpleName(),
            String.join(", ", declared),
            status,
            sender.getSimpleName(),
            String.join(", ", given));
  }
}
