package dev.backstop.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

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
    for (String folder : texts(pom("."), "modules", "module")) {
      Element pom = pom(folder);
      modules.add(
          new Module(folder, text(pom, "artifactId"), text(pom, "description"), needs(pom)));
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
    Element managed = child(pom("bom"), "dependencyManagement");
    return elements(child(managed, "dependencies"), "dependency").stream()
        .map(dependency -> text(dependency, "artifactId"))
        .toList();
  }

  private static List<String> needs(Element pom) {
    List<String> needs = new ArrayList<>();
    for (Element dependency : elements(child(pom, "dependencies"), "dependency")) {
      String scope = text(dependency, "scope");
      if (text(dependency, "groupId").equals("dev.backstop")
          && !scope.equals("test")
          && !text(dependency, "type").equals("pom")) {
        needs.add(text(dependency, "artifactId").replaceFirst("^backstop-", ""));
      }
    }
    return needs;
  }

  private static List<String> texts(Element parent, String list, String name) {
    return elements(child(parent, list), name).stream().map(Node::getTextContent).toList();
  }

  private static Element pom(String folder) {
    Path file = Page.ROOT.resolve(folder).resolve("pom.xml");
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  private static Element child(Element parent, String name) {
    List<Element> children = elements(parent, name);
    return children.isEmpty() ? null : children.get(0);
  }

  private static String text(Element parent, String name) {
    Element child = child(parent, name);
    return child == null ? "" : child.getTextContent().strip();
  }

  private static List<Element> elements(Element parent, String name) {
    if (parent == null) {
      return List.of();
    }
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name))
        .toList();
  }
}
