package dev.backstop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link BackstopBuilder} is told of errors, with the mistakes in it. Not thread-safe. */
final class ErrorSetup {
  private final List<String> mistakes;
  private final Map<Class<?>, ErrorMapper<?>> mappers = new HashMap<>();
  private final Map<Class<?>, String> categories = new HashMap<>();
  private final List<Gate> globalGates = new ArrayList<>();
  private final List<Gates.OfPath> pathGates = new ArrayList<>();

  ErrorSetup(List<String> mistakes) {
    this.mistakes = mistakes;
  }

  /** Returns the pipeline as configured so far, or null where there is nothing for it to do. */
  @Nullable ErrorPipeline pipeline() {
    boolean isIdle = mappers.isEmpty() && globalGates.isEmpty() && pathGates.isEmpty();
    return isIdle
        ? null
        : new ErrorPipeline(new ErrorMappers(mappers), new Gates(globalGates, pathGates));
  }

  ErrorCategories categories() {
    return new ErrorCategories(categories);
  }

  void map(@Nullable Class<?> type, @Nullable ErrorMapper<?> mapper) {
    if (type == null || mapper == null) {
      mistakes.add("mapError(type, mapper) was given null: leave the call out");
    } else if (mappers.putIfAbsent(type, mapper) != null) {
      mistakes.add("mapError(" + type.getName() + ") was called twice: keep one");
    }
  }

  void category(@Nullable Class<?> type, @Nullable String word) {
    if (type == null || word == null) {
      mistakes.add("errorCategory(type, word) was given null: leave the call out");
    } else if (!ErrorCategories.isWord(word)) {
      mistakes.add(
          "errorCategory("
              + type.getName()
              + ", \""
              + word
              + "\"): expected a word as \"db_timeout\", lower case, at most 40 characters, since it"
              + " becomes a tag");
    } else if (categories.putIfAbsent(type, word) != null) {
      mistakes.add("errorCategory(" + type.getName() + ") was called twice: keep one");
    }
  }

  void gate(@Nullable Gate gate) {
    if (gate == null) {
      mistakes.add("gate(gate) was given null: leave the call out");
    } else if (globalGates.contains(gate)) {
      mistakes.add("gate(gate) was given the same gate twice: keep one");
    } else {
      globalGates.add(gate);
    }
  }

  void gate(@Nullable String pattern, @Nullable Gate gate) {
    if (pattern == null || gate == null) {
      mistakes.add("gate(pattern, gate) was given null: leave the call out");
      return;
    }
    String mistake = PathPattern.mistakeIn(pattern);
    if (mistake != null) {
      mistakes.add("gate(\"" + pattern + "\"): " + mistake);
      return;
    }
    Gates.OfPath added = new Gates.OfPath(new PathPattern(pattern), gate);
    if (pathGates.contains(added)) {
      mistakes.add("gate(\"" + pattern + "\") was given the same gate twice: keep one");
    } else {
      pathGates.add(added);
    }
  }
}
