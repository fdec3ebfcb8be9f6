package dev.backstop.docs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the build, where a sample's POM has {@code @name@} for them. */
final class Versions {
  private static final Pattern PLACE = Pattern.compile("@([\\w.-]+)@");

  private final Map<String, String> values = new TreeMap<>();

  private Versions() {
    Pom pom = Pom.of(".");
    pom.in("properties").forEach(property -> values.put(property.name(), property.text()));
    values.put("project.version", pom.text("version"));
  }

  /**
   * Returns the code of a region as the sample's build sees it.
   *
   * @throws IllegalStateException where the build has no such version
   */
  static List<String> filled(Region region) {
    if (!region.file().endsWith("/pom.xml")) {
      return region.code();
    }
    Versions versions = new Versions();
    return region.code().stream()
        .map(line -> PLACE.matcher(line).replaceAll(place -> versions.of(place.group(1))))
        .toList();
  }

  private String of(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("the root's POM has no property " + name);
    }
    return Matcher.quoteReplacement(value);
  }
}
