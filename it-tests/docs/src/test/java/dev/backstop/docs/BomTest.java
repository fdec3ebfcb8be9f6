package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The BOM has every module that a user may depend on, and brings nothing of the build along. */
class BomTest {
  private static final List<String> NOT_FOR_USERS =
      List.of("bom", "jetty-example", "javalin-example", "it-tests", "benchmarks");

  @Test
  void bom_hasEachModuleForUsers() {
    List<String> published =
        Modules.all().stream()
            .filter(module -> !NOT_FOR_USERS.contains(module.folder()))
            .map(Modules.Module::artifactId)
            .toList();

    assertThat(Modules.managedByBom()).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void bom_hasNoParent() {
    assertThat(Page.read("bom/pom.xml").text()).doesNotContain("<parent>");
  }
}
