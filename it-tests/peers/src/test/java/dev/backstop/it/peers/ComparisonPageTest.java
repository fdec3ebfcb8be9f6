package dev.backstop.it.peers;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/comparison.md} are those of {@code truth.csv}. */
class ComparisonPageTest {
  private static final MarkedPage PAGE = new MarkedPage("comparison.md", TruthFile.REMEDY);

  @Test
  void page_countsTheFile() throws IOException {
    PAGE.assertTable("truth", new Truth(TruthFile.read()).counts());
  }

  @Test
  void page_hasALineForEachSubject() throws IOException {
    PAGE.assertTable("subjects", new Truth(TruthFile.read()).subjects("jetty-ee11"));
  }
}
