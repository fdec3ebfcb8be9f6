package dev.backstop.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  private static final Path DOCS = Path.of("../docs/benchmarks");

  @Test
  void charts_checkedIn_areWhatTheirTablesGive() throws IOException {
    List<Path> tables = Plots.tables(DOCS);

    assertThat(tables).isNotEmpty();
    for (Path csv : tables) {
      assertThat(Plots.svg(csv))
          .as("drawn anew by: mvn -q -DskipTests -pl benchmarks -am package")
          .content()
          .isEqualTo(Plots.draw(csv));
    }
  }

  @Test
  void table_writtenAndRead_isTheSame(@TempDir Path folder) throws IOException {
    Table table =
        new Table(
            "Two lines",
            "2 processors, medians",
            List.of("threads", "one [bytes]", "other [ns]"),
            List.of(List.of(0.0, 1234.0, Double.NaN), List.of(1_000.0, 12.5, 0.25)));
    Path csv = Files.writeString(folder.resolve("growth-two.csv"), table.csv());

    assertThat(Table.read(csv)).isEqualTo(table);
  }

  @Test
  void plot_zeroOnALogarithmicAxis_hasAPlaceBeforeTheSmallest() {
    Axis axis = Axis.across(List.of(0.0, 1.0, 10.0, 100.0, 1_000.0));

    assertThat(axis.ticks()).containsExactly(0.0, 1.0, 10.0, 100.0, 1_000.0);
    assertThat(axis.share(0)).isZero();
    assertThat(axis.share(1)).isPositive();
    assertThat(axis.share(1_000)).isEqualTo(1);
  }
}
