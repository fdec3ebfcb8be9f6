package dev.backstop;

import dev.backstop.outcome.ErrorClassifier;
import dev.backstop.problem.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mappers by the type of their errors; the nearest superclass that has one wins. */
final class ErrorMappers {
  private final Map<Class<?>, ErrorMapper<?>> byType;

  ErrorMappers(Map<Class<?>, ErrorMapper<?>> byType) {
    this.byType = Map.copyOf(byType);
  }

  /** Returns what the mapper of an error says, or null where there is none. */
  @Nullable Problem map(Throwable bare, ExchangeLife life) throws Exception {
    for (Class<?> type = bare.getClass(); type != null; type = type.getSuperclass()) {
      ErrorMapper<?> mapper = byType.get(type);
      if (mapper != null) {
        return call(mapper, bare, life);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // it was put there with the class of its errors
  private static <T extends Throwable> @Nullable Problem call(
      ErrorMapper<T> mapper, Throwable bare, ExchangeLife life) throws Exception {
    return mapper.map((T) bare, life);
  }

  /** Returns the name of the type for reports. */
  static String callFor(Throwable bare) {
    return "mapError of " + ErrorClassifier.typeOf(bare);
  }
}
