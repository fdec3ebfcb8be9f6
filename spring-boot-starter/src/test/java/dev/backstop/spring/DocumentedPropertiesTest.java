package dev.backstop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.outcome.ErrorClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/spring-boot.md lists the properties as their metadata has them. */
class DocumentedPropertiesTest {
  @Test
  void page_tableOfProperties_isTheMetadata() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/spring-boot.md")).stream()
            .filter(line -> line.startsWith("| `backstop."))
            .filter(line -> line.matches("\\| `[a-z.-]+` \\| (`[^`]+`)? ?\\| .*"))
            .toList();

    List<String> properties = properties();
    assertThat(properties).hasSizeGreaterThan(20);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(properties);
  }

  private static List<String> properties() throws IOException {
    try (InputStream metadata =
        BackstopProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      JsonNode properties = JsonMapper.shared().readTree(metadata).get("properties");
      return StreamSupport.stream(properties.spliterator(), false)
          .map(DocumentedPropertiesTest::row)
          .toList();
    }
  }

  private static String row(JsonNode property) {
    JsonNode value = property.get("defaultValue");
    return "| `%s` |%s | %s |"
        .formatted(
            property.get("name").asString(),
            value == null ? "" : " `" + value.asString() + "`",
            property.get("description").asString());
  }

  /** Whoever adds a class that can stand on the stack of a request learns it here. */
  @Test
  void isApplication_everyClassOfTheStarter_no() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/backstop/spring"))) {
      List<String> names =
          sources
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.equals("package-info.java"))
              .map(name -> "dev.backstop.spring." + name.substring(0, name.length() - 5))
              .toList();
      assertThat(names).contains("dev.backstop.spring.ResolvedErrors");
      assertThat(names).noneMatch(ErrorClassifier::isApplication);
    }
  }
}
