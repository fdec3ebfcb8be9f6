package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** A name for a variable that a fix adds: one that the file uses for nothing else. */
final class FreshName {
  private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]+");

  private FreshName() {}

  /**
   * Returns a name that is not taken.
   *
   * @param wanted words in any form: {@code User-Agent} becomes {@code userAgent}
   */
  static String of(String wanted, Collection<String> taken, VisitorState state) {
    Set<String> used = new HashSet<>(taken);
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        used.add(variable.getName().toString());
        return super.visitVariable(variable, null);
      }
    }.scan(state.getPath().getCompilationUnit(), null);

    String base = camelCase(wanted);
    String name = base;
    for (int number = 2; used.contains(name) || !SourceVersion.isName(name); number++) {
      name = base + number;
    }
    return name;
  }

  private static String camelCase(String words) {
    StringBuilder name = new StringBuilder();
    for (String word : WORDS.split(words, -1)) {
      if (word.isEmpty()) {
        continue;
      }
      char first = word.charAt(0);
      name.append(name.isEmpty() ? Character.toLowerCase(first) : Character.toUpperCase(first))
          .append(word.substring(1));
    }
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "value" + name : name.toString();
  }
}
