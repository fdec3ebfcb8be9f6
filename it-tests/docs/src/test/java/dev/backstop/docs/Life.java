package dev.backstop.docs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The life of a request as it was seen from inside: at each place where a user's code is called,
 * who called whom. Thread-safe.
 */
final class Life {
  /** Whom the diagram shows, and whose classes they are; the first that fits. */
  private enum Who {
    LISTENER("Listener", "^dev\\.backstop\\.docs\\.ArchitecturePageTest\\$\\w*Listener.*"),
    CLEANUP("Cleanup", "^dev\\.backstop\\.docs\\.ArchitecturePageTest\\$\\w*Cleanup.*"),
    MIDDLEWARE("Middleware", "^dev\\.backstop\\.docs\\.ArchitecturePageTest\\$\\w*Middleware.*"),
    APPLICATION("Application", "^dev\\.backstop\\.docs\\.ArchitecturePageTest\\$\\w*Application.*"),
    WRAPPER("StatusCapturingResponseWrapper", "^dev\\.backstop\\.status\\..*"),
    REGISTRY("CleanupRegistry", "^dev\\.backstop\\.cleanup\\..*"),
    FILTER("BackstopFilter", "^dev\\.backstop\\.BackstopFilter.*"),
    SIGNAL("JettySource", "^dev\\.backstop\\.jetty\\..*"),
    EXCHANGE("Exchange", "^dev\\.backstop\\.[\\w$]+$"),
    CONTAINER("Container", "^org\\.eclipse\\.jetty\\..*");

    private final String label;
    private final String classes;

    Who(String label, String classes) {
      this.label = label;
      this.classes = classes;
    }

    static Who of(String className) {
      for (Who who : values()) {
        if (className.matches(who.classes)) {
          return who;
        }
      }
      return null;
    }
  }

  private record Step(Who who, String method) {}

  private final List<List<Step>> stacks = new CopyOnWriteArrayList<>();

  /** Notes who has called the caller. */
  void here() {
    List<Step> steps = new ArrayList<>();
    List<StackWalker.StackFrame> frames =
        new ArrayList<>(StackWalker.getInstance().walk(stream -> stream.skip(1).toList()));
    Collections.reverse(frames);
    for (StackWalker.StackFrame frame : frames) {
      Who who = Who.of(frame.getClassName());
      if (who != null && (steps.isEmpty() || steps.get(steps.size() - 1).who() != who)) {
        steps.add(new Step(who, frame.getMethodName()));
      }
    }
    stacks.add(steps);
  }

  /** Returns the lines of a Mermaid sequence diagram. */
  List<String> diagram() {
    List<String> lines = new ArrayList<>(List.of("```mermaid", "sequenceDiagram"));
    for (Who who :
        List.of(
            Who.CONTAINER,
            Who.FILTER,
            Who.EXCHANGE,
            Who.MIDDLEWARE,
            Who.APPLICATION,
            Who.WRAPPER,
            Who.SIGNAL,
            Who.REGISTRY,
            Who.CLEANUP,
            Who.LISTENER)) {
      lines.add("  participant " + who.label);
    }
    List<Step> before = List.of();
    for (List<Step> stack : stacks) {
      int same = 0;
      while (same < Math.min(stack.size() - 1, before.size())
          && stack.get(same).equals(before.get(same))) {
        same++;
      }
      for (int i = Math.max(1, same); i < stack.size(); i++) {
        lines.add(
            "  %s->>%s: %s"
                .formatted(
                    stack.get(i - 1).who().label, stack.get(i).who().label, stack.get(i).method()));
      }
      before = stack;
    }
    lines.add("```");
    return lines;
  }
}
