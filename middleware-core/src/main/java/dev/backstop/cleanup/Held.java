package dev.backstop.cleanup;

import java.time.Duration;

/**
 * A resource together with the registration of its release.
 *
 * <p>Thread-safe, as far as the resource is.
 *
 * @param <T> the type of the resource
 */
public sealed interface Held<T> extends Registration permits HeldEntry {
  /**
   * {@return the resource}
   *
   * @throws IllegalStateException once it has been released
   */
  T get();

  @Override
  Held<T> timeout(Duration limit);
}
