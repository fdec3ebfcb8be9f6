package dev.backstop.cleanup;

/**
 * Gives a resource back; for most resources a method reference such as {@code X::close}.
 *
 * @param <T> the type of the resource
 */
@FunctionalInterface
public interface Release<T> {
  /**
   * Releases the resource.
   *
   * @param resource as it was registered
   * @throws Exception which is kept in the {@link CleanupReport} and stops nothing
   */
  void release(T resource) throws Exception;
}
