package dev.backstop.checks;

import java.util.List;

/**
 * A right snippet made wrong.
 *
 * @param snippet the name of its class
 * @param how what the mutator did
 * @param line where, in the file of the right snippets
 * @param forms its source, in each form that was thought of; the first that compiles counts
 */
record Mutant(String snippet, String how, int line, List<String> forms) {
  /** Returns what the list of survivors calls it. */
  String key() {
    return snippet + " " + how + " @" + line;
  }
}
