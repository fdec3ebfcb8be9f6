package dev.backstop.spring;

import dev.backstop.BackstopBuilder;

/**
 * Has the last word about how the starter builds its {@link dev.backstop.Backstop}: what properties
 * cannot say, such as {@link BackstopBuilder#mapError} and {@link BackstopBuilder#gate}.
 *
 * <pre>{@code
 * @Bean
 * BackstopCustomizer answers() {
 *   return builder -> builder.mapError(OutOfStock.class, error -> Problem.of(409));
 * }
 * }</pre>
 *
 * <p>Beans of this type are called in their order, once each, when everything else is set.
 */
@FunctionalInterface
public interface BackstopCustomizer {
  /**
   * Sets what is to be set. What it throws stops the start of the application.
   *
   * @param builder has all that beans and properties say, and is built afterwards
   */
  void customize(BackstopBuilder builder);
}
