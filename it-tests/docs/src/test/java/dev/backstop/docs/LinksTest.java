package dev.backstop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No link of README and docs is dead, and every page is reached from the README. */
class LinksTest {
  private static final Map<String, Page> PAGES = new TreeMap<>();

  static {
    Page.all().forEach(page -> PAGES.put(page.name(), page));
  }

  static List<Page> pages() {
    return List.copyOf(PAGES.values());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_leadSomewhere(Page page) {
    assertThat(page.links())
        .allSatisfy(
            link ->
                assertThat(fault(page, link.target()))
                    .as("%s:%d: %s", page, link.line(), link.target())
                    .isEmpty());
  }

  @Test
  void pages_areReachedFromTheReadme() {
    Map<String, Page> reached = new TreeMap<>();
    reach(PAGES.get("README.md"), reached);

    assertThat(reached.keySet()).isEqualTo(PAGES.keySet());
  }

  private static void reach(Page page, Map<String, Page> reached) {
    if (reached.put(page.name(), page) != null) {
      return;
    }
    for (Page.Link link : page.links()) {
      if (isOurs(link.target())) {
        Path target = target(page, link.target());
        if (Files.isDirectory(Page.ROOT.resolve(target))) {
          PAGES.values().stream()
              .filter(other -> target.equals(Path.of(other.name()).getParent()))
              .forEach(other -> reach(other, reached));
        } else if (PAGES.containsKey(slashes(target))) {
          reach(PAGES.get(slashes(target)), reached);
        }
      }
    }
  }

  private static String fault(Page page, String link) {
    if (!isOurs(link)) {
      return URI.create(link).getHost() == null ? "no host" : "";
    }
    Path target = target(page, link);
    if (target.startsWith("..")) {
      return "outside of the repository";
    }
    if (!Files.exists(Page.ROOT.resolve(target))) {
      return "no such file";
    }
    int hash = link.indexOf('#');
    if (hash < 0) {
      return "";
    }
    Page other = PAGES.get(slashes(target));
    if (other == null) {
      return "an anchor into what is no page";
    }
    return other.anchors().contains(link.substring(hash + 1))
        ? ""
        : "no such heading; there are " + other.anchors();
  }

  private static boolean isOurs(String link) {
    return !link.matches("[a-z]+:.*");
  }

  /** Returns what a link leads to, from the root. */
  private static Path target(Page page, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty()
        ? Path.of(page.name())
        : Path.of(page.name()).resolveSibling(path).normalize();
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
