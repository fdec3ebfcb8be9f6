package dev.backstop.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** An element of a POM, the whole of it to begin with. */
record Pom(Element element) {
  /** Reads the POM of a folder, which is given from the root. */
  static Pom of(String folder) {
    Path file = Page.ROOT.resolve(folder).resolve("pom.xml");
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  String name() {
    return element.getTagName();
  }

  String text() {
    return element.getTextContent().strip();
  }

  /** Returns the text of a child, empty where there is none. */
  String text(String child) {
    return child(child).map(Pom::text).orElse("");
  }

  Optional<Pom> child(String name) {
    return children().stream().filter(child -> child.name().equals(name)).findFirst();
  }

  /** Returns the children of a child, none where it is not there. */
  List<Pom> in(String child) {
    return child(child).map(Pom::children).orElse(List.of());
  }

  private List<Pom> children() {
    return IntStream.range(0, element.getChildNodes().getLength())
        .mapToObj(element.getChildNodes()::item)
        .filter(Element.class::isInstance)
        .map(child -> new Pom((Element) child))
        .toList();
  }
}
