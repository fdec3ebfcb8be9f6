package dev.backstop.checks;

import com.google.errorprone.BugCheckerRefactoringTestHelper;
import com.google.errorprone.CompilationTestHelper;
import com.google.errorprone.bugpatterns.BugChecker;
import java.util.List;
import java.util.stream.Stream;

/** Compiles code with one check; a fault of the check fails the test. */
final class Checked {
  private static final List<String> ARGUMENTS =
      List.of("-XepOpt:" + Check.FAIL_ON_FAULT, "-XDaddTypeAnnotationsToSymbol=true");

  private Checked() {}

  /** Sources with {@code // BUG: Diagnostic contains:} above each line that is reported. */
  static CompilationTestHelper by(Class<? extends BugChecker> check) {
    return by(check, List.of());
  }

  /** Sources as above, with more arguments of the compiler. */
  static CompilationTestHelper by(Class<? extends BugChecker> check, List<String> arguments) {
    return CompilationTestHelper.newInstance(check, Checked.class)
        .setArgs(Stream.concat(ARGUMENTS.stream(), arguments.stream()).toList());
  }

  /** Sources before and after the fix. */
  static BugCheckerRefactoringTestHelper fixedBy(Class<? extends BugChecker> check) {
    return BugCheckerRefactoringTestHelper.newInstance(check, Checked.class)
        .setArgs(ARGUMENTS.toArray(String[]::new));
  }
}
