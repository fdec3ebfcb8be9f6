package dev.backstop.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupCapturesMutableTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "int[] st = {200}; cleanups.register(\"log\", outcome -> log(st[0])); st[0] = 500;",
        "int[] st = {200}; cleanups.register(\"log\", outcome -> { log(st[0]); }); st[0]++;",
        "String[] user = {null}; cleanups.register(\"log\", o -> log(user[0])); user[0] = \"a\";",
        "AtomicInteger n = new AtomicInteger(); cleanups.register(\"log\", o -> log(n.get()));"
            + " n.set(500);",
        "AtomicReference<String> it = new AtomicReference<>();"
            + " cleanups.register(\"log\", o -> log(it.get())); run(() -> it.set(\"a\"));",
        "AtomicLong bytes = new AtomicLong(); cleanups.register(\"l\", o -> log(bytes.intValue()));"
            + " count(bytes);",
        "AtomicBoolean done = new AtomicBoolean();"
            + " cleanups.register(\"l\", o -> { if (!done.get()) { log(1); } }); done.set(true);",
        "cleanups.register(\"log\", outcome -> log(status)); status = 500;",
        "cleanups.register(\"log\", outcome -> log(this.status)); this.status += 1;",
        "cleanups.register(\"log\", outcome -> log(setLater));",
        "int[] st = {200}; Cleanup late = outcome -> log(st[0]); st[0] = 500;"
            + " cleanups.register(\"log\", late);",
        "int[] st = {200}; cleanups.register(\"log\", \"x\", name -> log(st[0])); st[0] = 500;",
        "int[] st = {0}; for (int i = 0; i < 3; i++) { st[0] = i;"
            + " cleanups.register(\"log\", outcome -> log(st[0])); }",
        "int[] st = {200}; cleanups.register(\"log\", new Cleanup() { public void run(Outcome o) {"
            + " log(st[0]); } }); st[0] = 500;",
        "int[] st = {200}; cleanups.hold(\"log\", \"x\", name -> log(st[0])); st[0] = 500;",
      })
  void changedLater_isReported(String code) {
    check("// BUG: Diagnostic contains: is changed after", code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int status = 200; cleanups.register(\"log\", outcome -> log(status));",
        "cleanups.register(\"log\", outcome -> log(outcome.status()));",
        "int[] st = {200}; cleanups.register(\"log\", st[0], value -> log(value)); st[0] = 500;",
        "int[] st = {200}; st[0] = 500; cleanups.register(\"log\", outcome -> log(st[0]));",
        "int[] st = {200}; int now = st[0]; cleanups.register(\"l\", o -> log(now)); st[0] = 500;",
        "String[] parts = \"a/b\".split(\"/\"); cleanups.register(\"l\", o -> log(parts[1]));",
        "AtomicInteger n = new AtomicInteger(); n.incrementAndGet();"
            + " cleanups.register(\"log\", outcome -> log(n.get()));",
        "inFlight.incrementAndGet(); cleanups.register(\"n\", outcome -> inFlight.decrementAndGet());",
        "cleanups.register(\"n\", outcome -> inFlight.decrementAndGet()); inFlight.incrementAndGet();",
        "status = 500; cleanups.register(\"log\", outcome -> log(neverSet));",
        "cleanups.register(\"log\", outcome -> status = 0);",
        "int[] st = {200}; run(() -> log(st[0])); st[0] = 500;",
        "cleanups.register(\"log\", \"lease\", lease -> log(lease));",
        "int[] st = {200}; cleanups.register(\"set\", outcome -> st[0] = 0); st[0] = 500;",
        "cleanups.register(\"log\", outcome -> log(fixed)); log(neverSet);",
      })
  void notChangedLater_isNotReported(String code) {
    check("", code);
  }

  @Test
  void fix_primitiveAndNoOutcome_isBoundByTheRegistration() {
    fixed(
        "int[] st = {200}; cleanups.register(\"log\", outcome -> log(st[0])); st[0] = 500;",
        "int[] st = {200}; cleanups.register(\"log\", st[0], boundSt -> log(boundSt)); st[0] = 500;");
  }

  @Test
  void fix_outcomeAsked_isACopyInFront() {
    fixed(
        "int[] st = {200}; cleanups.register(\"log\", outcome -> log(outcome, st[0])); st[0] = 5;",
        "int[] st = {200}; int boundSt = st[0];"
            + " cleanups.register(\"log\", outcome -> log(outcome, boundSt)); st[0] = 5;");
  }

  @Test
  void fix_reference_isACopyInFront() {
    fixed(
        "AtomicReference<String> it = new AtomicReference<>();"
            + " cleanups.register(\"log\", outcome -> log(it.get())); it.set(\"a\");",
        "AtomicReference<String> it = new AtomicReference<>(); String boundIt = it.get();"
            + " cleanups.register(\"log\", outcome -> log(boundIt)); it.set(\"a\");");
  }

  /** The mended code is right for the rule, too. */
  private static void fixed(String wrong, String right) {
    Checked.fixedBy(CleanupCapturesMutable.class)
        .addInputLines("Orders.java", code("", wrong))
        .addOutputLines("Orders.java", code("", right))
        .doTest();
    check("", right);
  }

  private static void check(String expected, String code) {
    Checked.by(CleanupCapturesMutable.class)
        .addSourceLines("Orders.java", code(expected, code))
        .doTest();
  }

  private static String code(String expected, String code) {
    return """
    import dev.backstop.cleanup.*;
    import dev.backstop.outcome.Outcome;
    import java.util.concurrent.atomic.*;

    abstract class Orders {
      private final AtomicInteger inFlight = new AtomicInteger();
      private final int fixed = 1;
      private int status = 200;
      private int neverSet;
      private int setLater;
      CleanupRegistry cleanups;

      void handle() {
        EXPECTED
        CODE
      }

      void later(int value) {
        setLater = value;
      }

      abstract void log(Object... it);
      abstract void run(Runnable it);
      abstract void count(AtomicLong it);
    }
    """
        .replace("EXPECTED", expected)
        .replace("CODE", code);
  }

  @Test
  void fieldReadByAMethodOfTheSameObject_isReported() {
    Checked.by(CleanupCapturesMutable.class)
        .addSourceLines(
            "Orders.java",
            """
            import dev.backstop.cleanup.*;
            import dev.backstop.outcome.Outcome;

            abstract class Orders {
              private int status = 200;
              private int open;
              CleanupRegistry cleanups;

              void handle() {
                // BUG: Diagnostic contains: 'status' (line 18)
                cleanups.register("report", this::report);
                // BUG: Diagnostic contains: 'status' (line 18)
                cleanups.register("report", outcome -> report(outcome));
                status = 500;
              }

              private void report(Outcome outcome) {
                log(status);
              }

              private void close() {
                open--;
                status = 0;
              }

              void other() {
                status = 3;
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }

  @Test
  void fieldOfAMethodThatItsMakerDoesNotChange_isNotReported() {
    Checked.by(CleanupCapturesMutable.class)
        .addSourceLines(
            "Orders.java",
            """
            import dev.backstop.cleanup.*;
            import dev.backstop.outcome.Outcome;

            abstract class Orders {
              private int status = 200;
              private int open;
              CleanupRegistry cleanups;

              void handle() {
                status = 500;
                open++;
                cleanups.register("report", this::report);
                cleanups.register("close", outcome -> close());
              }

              private void report(Outcome outcome) {
                log(status);
              }

              private void close() {
                open--;
                status = 0;
              }

              void other() {
                status = 3;
              }

              abstract void log(Object it);
            }
            """)
        .doTest();
  }
}
