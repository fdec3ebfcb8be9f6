package dev.backstop.benchmarks.jmh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run has measured, to be looked up. */
record Figures(List<Figure> all) {
  /** Returns a figure of the registry or a peer of it; null where it was not measured. */
  @Nullable Figure registry(String form, int cleanups) {
    return all.stream()
        .filter(figure -> figure.name().equals("Registry." + form))
        .filter(figure -> figure.parameters().equals("cleanups=" + cleanups))
        .findFirst()
        .orElse(null);
  }
}
