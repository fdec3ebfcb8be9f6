package dev.backstop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each mutator says what it says: the bodies before and after. */
class MutatorTest {
  @Test
  void call_isDroppedWhereverItIs() {
    assertThat(
            mutants(
                "a.end(); b.setStatus(x).end(); on(o -> s.end()); on(s::end);", Drops.call("end")))
        .containsExactly(
            "{} b.setStatus(x).end(); on(o -> s.end()); on(s::end);",
            "a.end(); b.setStatus(x); on(o -> s.end()); on(s::end);",
            "a.end(); b.setStatus(x).end(); on(o -> {}); on(s::end);",
            "a.end(); b.setStatus(x).end(); on(o -> s.end()); on(() -> {});");
    assertThat(mutants("b.one(x).two(y);", Drops.call("one"))).containsExactly("b.two(y);");
    assertThat(mutants("a.end(); if (x) a.end();", Drops.allCalls("end")))
        .containsExactly("{} if (x) {}");
    assertThat(mutants("run(wrap(task));", Drops.callAround("wrap"))).containsExactly("run(task);");
  }

  @Test
  void clause_isDropped() {
    assertThat(mutants("try { a(); } catch (Error e) { b(); }", Drops.catchOf("Error")))
        .containsExactly("{ a(); }");
    assertThat(mutants("try { a(); } catch (Error e) { b(); } finally { c(); }", Drops.catchOf()))
        .containsExactly("try { a(); }  finally { c(); }");
    assertThat(mutants("try { a(); } finally { c(); }", Drops.finallyOf("c")))
        .containsExactly("{ a(); }");
    assertThat(mutants("try { a(); } catch (Error e) { b(); } finally { c(); }", Drops.finallyOf()))
        .containsExactly("try { a(); } catch (Error e) { b(); }");
  }

  @Test
  void guard_isDropped() {
    assertThat(mutants("if (!open) { a(); } if (x) return; b();", Drops.guard("open")))
        .containsExactly("{ a(); } if (x) return; b();");
    assertThat(mutants("if (x) return; b();", Drops.guard("x"))).containsExactly("; b();");
  }

  @Test
  void finally_isMovedOut() {
    assertThat(mutants("try { a(); } finally { b(); }", Moves.outOfFinally("b")))
        .containsExactly("{ a(); { b(); }}");
    assertThat(forms("try { return a(); } finally { b(); }", Moves.outOfFinally()))
        .contains("{ var result1 = a(); { b(); } return result1; }");
    assertThat(
            mutants("try { a(); } catch (Error e) { c(); } finally { b(); }", Moves.outOfFinally()))
        .containsExactly("try { a(); } catch (Error e) { c(); } { b(); }");
  }

  @Test
  void resource_isMovedOut() {
    assertThat(mutants("try (Scope s = a.open()) { b(); }", Moves.outOfResources("open")))
        .containsExactly("{ Scope s = a.open(); { b(); } }");
    assertThat(
            mutants(
                "try (Scope s = a.open(); Scope t = c()) { b(); } finally { d(); }",
                Moves.outOfResources("open")))
        .containsExactly("{ Scope s = a.open(); try (Scope t = c(); ) { b(); } finally { d(); } }");
  }

  @Test
  void statements_areSwapped() {
    assertThat(mutants("one(); try { two(); } finally { x(); }", Moves.swap("one", "two")))
        .containsExactly("try { two(); } finally { x(); } one();");
  }

  @Test
  void text_isAdded() {
    assertThat(mutants("var s = start(); b();", Changes.earlyReturn("start")))
        .containsExactly(
            "var s = start(); if (System.getenv(\"MUTANT\") != null) { return; } b();");
    assertThat(mutants("a(); end();", Changes.onlySometimes("end")))
        .containsExactly("a(); if (System.getenv(\"MUTANT\") != null) { end(); }");
    assertThat(mutants("a(); b();", Changes.insertBefore("b", "c();")))
        .containsExactly("a(); c(); b();");
    assertThat(mutants("try (var s = start()) { b(); }", Changes.earlyReturn("start"))).isEmpty();
  }

  @Test
  void local_isInlinedIntoWhatCapturesIt() {
    assertThat(
            mutants("String a = r.get(); go(() -> log(a, b.a())); log(a);", Changes.inline("get")))
        .containsExactly("String a = r.get(); go(() -> log((r.get()), b.a())); log(a);");
  }

  @Test
  void name_isReplaced() {
    assertThat(mutants("a.b(); c.b();", Changes.rename("b", "d")))
        .containsExactly("a.d(); c.b();", "a.b(); c.d();");
    assertThat(mutants("x = 1; x = 1;", Changes.replace("= (\\d)", "= -$1")))
        .containsExactly("x = -1; x = 1;", "x = 1; x = -1;");
  }

  @Test
  void mutators_areComposed() {
    assertThat(mutants("a(); b();", Drops.call("a").then(Changes.rename("b", "c"))))
        .containsExactly("{} c();");
    assertThat(mutants("a();", Drops.call("a").in("S02"))).isEmpty();
    assertThat(mutants("a();", Drops.call("a").notIn("S02"))).hasSize(1);
  }

  private static List<String> mutants(String body, Mutator mutator) {
    return mutator.of(code(body)).stream().map(mutant -> body(mutant.forms().get(0))).toList();
  }

  private static List<String> forms(String body, Mutator mutator) {
    return mutator.of(code(body)).stream()
        .flatMap(mutant -> mutant.forms().stream())
        .map(MutatorTest::body)
        .toList();
  }

  private static Code code(String body) {
    return Code.parse(
        "S01", "class Other { void end() { end(); } } class S01 { void m() { " + body + " } }");
  }

  private static String body(String text) {
    return text.substring(text.indexOf("m() { ") + 6, text.length() - 4);
  }
}
