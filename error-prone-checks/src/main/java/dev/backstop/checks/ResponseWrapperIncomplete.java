package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker.ClassTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper of the response that overrides one of several ways to do the same thing: what goes
 * another way passes it by. One that notes the status in setStatus() alone says 200 for each error
 * that is sent with sendError().
 */
@BugPattern(
    summary =
        "The wrapper overrides one way and leaves another: a status goes by setStatus(),"
            + " sendError() and sendRedirect(), a body by getOutputStream() and getWriter(), a"
            + " header by setHeader() and addHeader(). Override them all.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/ResponseWrapperIncomplete.md")
public final class ResponseWrapperIncomplete extends Check implements ClassTreeMatcher {
  /** For Error Prone. */
  public ResponseWrapperIncomplete() {}

  @Override
  public Description matchClass(ClassTree type, VisitorState state) {
    return guarded(
        type,
        state,
        () -> {
          WrapperOverrides overrides = WrapperOverrides.of(type, state);
          return overrides == null ? Description.NO_MATCH : check(type, overrides, state);
        });
  }

  private Description check(ClassTree type, WrapperOverrides overrides, VisitorState state) {
    List<String> gaps = new ArrayList<>();
    MethodTree setStatus = overrides.own("setStatus", 1);
    List<MethodSymbol> status = new ArrayList<>();
    if (setStatus != null) {
      status.addAll(overrides.missing("sendError", List.of(1, 2)));
      status.addAll(overrides.missing("sendRedirect", List.of(1, 3)));
    }
    addGap(gaps, "setStatus", status);
    addGap(
        gaps,
        "getOutputStream",
        missing(overrides, overrides.own("getOutputStream", 0), "getWriter", 0));
    MethodTree setHeader = overrides.own("setHeader", 2);
    List<MethodSymbol> header = missing(overrides, setHeader, "addHeader", 2);
    addGap(gaps, "setHeader", header);
    if (gaps.isEmpty()) {
      return Description.NO_MATCH;
    }
    MethodTree copied = header.isEmpty() ? null : setHeader;
    return buildDescription(type)
        .setMessage(
            "The wrapper overrides one way and leaves another, which passes it by: "
                + String.join("; ", gaps)
                + ". Override them all.")
        .addFix(WrapperFix.of(type, status.isEmpty() ? null : overrides, copied, state))
        .build();
  }

  private static List<MethodSymbol> missing(
      WrapperOverrides overrides, @Nullable MethodTree own, String other, int parameters) {
    return own == null ? List.of() : overrides.missing(other, List.of(parameters));
  }

  private static void addGap(List<String> gaps, String own, List<MethodSymbol> missing) {
    if (!missing.isEmpty()) {
      gaps.add(
          own
              + " without "
              + missing.stream().map(MethodSymbol::toString).collect(Collectors.joining(", ")));
    }
  }
}
