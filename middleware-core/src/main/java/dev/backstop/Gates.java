package dev.backstop;

import dev.backstop.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gates: those for every path first, then those of paths, each group as they were added. */
final class Gates {
  private final List<Gate> global;
  private final List<OfPath> ofPaths;

  /** One that minds some paths. */
  record OfPath(PathPattern pattern, Gate gate) {}

  Gates(List<Gate> global, List<OfPath> ofPaths) {
    this.global = List.copyOf(global);
    this.ofPaths = List.copyOf(ofPaths);
  }

  /** Returns what the first gate says that refuses, or null where all let the request pass. */
  @Nullable Problem check(ExchangeLife life, HttpServletRequest request) throws Exception {
    for (Gate gate : global) {
      Problem refusal = ask(gate, life, "gate(..)");
      if (refusal != null) {
        return refusal;
      }
    }
    return ofPaths.isEmpty() ? null : checkPath(life, PathPattern.pathOf(request));
  }

  private @Nullable Problem checkPath(ExchangeLife life, String path) throws Exception {
    String plain = PathPattern.withoutDots(path);
    for (OfPath one : ofPaths) {
      if (one.pattern().matches(path) || one.pattern().matches(plain)) {
        Problem refusal = ask(one.gate(), life, "gate(\"" + one.pattern().text() + "\", ..)");
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  @SuppressWarnings({
    "OptionalAssignedToNull",
    "NullAway"
  }) // an application may return null all the same
  private static @Nullable Problem ask(Gate gate, ExchangeLife life, String call) throws Exception {
    Optional<Problem> refusal = gate.check(life);
    if (refusal == null) {
      throw new IllegalStateException(
          "the gate of " + call + " returned null: return Optional.empty() to let a request pass");
    }
    return refusal.orElse(null);
  }
}
