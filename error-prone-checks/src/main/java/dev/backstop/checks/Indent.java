package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.Tree;

/** The white space in front of a statement, which a fix gives to those that it adds. */
final class Indent {
  private Indent() {}

  static String of(Tree statement, VisitorState state) {
    CharSequence source = state.getSourceCode();
    if (source == null) {
      return "";
    }
    int end = ASTHelpers.getStartPosition(statement);
    int start = end;
    while (start > 0 && (source.charAt(start - 1) == ' ' || source.charAt(start - 1) == '\t')) {
      start--;
    }
    return source.subSequence(start, end).toString();
  }
}
