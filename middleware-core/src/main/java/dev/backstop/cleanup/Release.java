package dev.backstop.cleanup;

/** Gives a resource back; for most resources a method reference such as {@code X::close}. */
@FunctionalInterface
public interface Release<T> {
  /**
   * Releases the resource.
   *
   * @throws Exception which is kept in the {@link CleanupReport} and stops nothing
   */
  void release(T resource) throws Exception;
}
