package dev.backstop.jdbc;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a statement that plainly reads from all others, by its first word. */
final class SqlVerb {
  private static final Set<String> READS =
      Set.of("SELECT", "SHOW", "VALUES", "TABLE", "EXPLAIN", "SET", "FETCH", "DESCRIBE");
  private static final Set<String> WRITES_INSIDE = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

  private SqlVerb() {}

  /**
   * Returns whether a statement may write; only work that may have been lost is worth a report. A
   * function that writes inside of a SELECT is not seen.
   */
  static boolean writes(@Nullable String sql) {
    if (sql == null) {
      return true;
    }
    String verb = wordAt(sql, firstWord(sql));
    return verb.equals("WITH") ? hasWriteInside(sql) : !READS.contains(verb);
  }

  private static boolean hasWriteInside(String sql) {
    int at = 0;
    while (at < sql.length()) {
      String word = wordAt(sql, at);
      if (WRITES_INSIDE.contains(word)) {
        return true;
      }
      at += Math.max(1, word.length());
    }
    return false;
  }

  /** Returns where the first word begins, after blanks, brackets and comments. */
  private static int firstWord(String sql) {
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else if (Character.isWhitespace(c) || c == '(' || c == ';') {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private static String wordAt(String sql, int start) {
    int end = start;
    while (end < sql.length() && isPartOfWord(sql.charAt(end))) {
      end++;
    }
    return sql.substring(start, end).toUpperCase(Locale.ROOT);
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}
