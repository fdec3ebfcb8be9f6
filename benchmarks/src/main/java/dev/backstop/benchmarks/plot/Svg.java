package dev.backstop.benchmarks.plot;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An SVG document that is written element by element, one on each line. Attributes come in pairs of
 * name and value.
 *
 * <p>Not thread-safe.
 */
final class Svg {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  Svg(int width, int height) {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw unwritable(e);
    }
    open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 " + width + " " + height);
  }

  /** Begins an element with others in it. */
  void open(String name, String... attributes) {
    try {
      begin(name, attributes);
      xml.writeCharacters("\n");
    } catch (XMLStreamException e) {
      throw unwritable(e);
    }
  }

  /** Ends the element that was opened last. */
  void close() {
    try {
      xml.writeEndElement();
      xml.writeCharacters("\n");
    } catch (XMLStreamException e) {
      throw unwritable(e);
    }
  }

  /** Writes a label, or whatever else has text in it. */
  void text(String name, String content, String... attributes) {
    try {
      begin(name, attributes);
      xml.writeCharacters(content);
    } catch (XMLStreamException e) {
      throw unwritable(e);
    }
    close();
  }

  /** Writes a shape. */
  void path(String path, String... attributes) {
    try {
      xml.writeEmptyElement("path");
      xml.writeAttribute("d", path);
      write(attributes);
      xml.writeCharacters("\n");
    } catch (XMLStreamException e) {
      throw unwritable(e);
    }
  }

  private void begin(String name, String... attributes) throws XMLStreamException {
    xml.writeStartElement(name);
    write(attributes);
  }

  private void write(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  private static IllegalStateException unwritable(XMLStreamException e) {
    return new IllegalStateException("a string takes all that is written to it", e);
  }

  /** Ends the document and returns it. */
  String end() {
    close();
    return text.toString();
  }
}
