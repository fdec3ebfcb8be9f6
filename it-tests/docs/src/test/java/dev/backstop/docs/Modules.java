package dev.backstop.docs;

import java.util.ArrayList;
import java.util.List;

/** The modules of the build, as their POMs have them. */
final class Modules {
  /**
   * One module.
   *
   * @param folder from the root
   * @param needs the folders of the modules that it is compiled against
   */
  record Module(String folder, String artifactId, String description, List<String> needs) {}

  private Modules() {}

  /** Returns the modules of the root, in the order of the build. */
  static List<Module> all() {
    List<Module> modules = new ArrayList<>();
    for (Pom module : Pom.of(".").in("modules")) {
      Pom pom = Pom.of(module.text());
      modules.add(
          new Module(module.text(), pom.text("artifactId"), pom.text("description"), needs(pom)));
    }
    return modules;
  }

  /** Returns the lines of a Mermaid graph. */
  static List<String> graph() {
    List<String> lines = new ArrayList<>(List.of("```mermaid", "graph TD"));
    for (Module module : all()) {
      lines.add("  " + module.folder());
      for (String needed : module.needs()) {
        lines.add("  " + module.folder() + " --> " + needed);
      }
    }
    lines.add("```");
    return lines;
  }

  static List<String> table() {
    List<String> lines = new ArrayList<>(List.of("| module | what it is |", "|---|---|"));
    for (Module module : all()) {
      lines.add(
          "| [`%s`](../%s) | %s |"
              .formatted(module.folder(), module.folder(), module.description()));
    }
    return lines;
  }

  /** Returns the artifacts whose version the BOM has. */
  static List<String> managedByBom() {
    return Pom.of("bom").child("dependencyManagement").stream()
        .flatMap(managed -> managed.in("dependencies").stream())
        .map(dependency -> dependency.text("artifactId"))
        .toList();
  }

  private static List<String> needs(Pom pom) {
    List<String> needs = new ArrayList<>();
    for (Pom dependency : pom.in("dependencies")) {
      if (dependency.text("groupId").equals("dev.backstop")
          && !dependency.text("scope").equals("test")
          && !dependency.text("type").equals("pom")) {
        needs.add(dependency.text("artifactId").replaceFirst("^backstop-", ""));
      }
    }
    return needs;
  }
}
