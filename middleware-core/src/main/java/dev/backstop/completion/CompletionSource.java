package dev.backstop.completion;

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/**
 * For Backstop's own packages: a container's own signal that an exchange has ended. One
 * implementation per container, in a package of its own.
 */
public interface CompletionSource {
  /**
   * Attaches to a context that is starting: from now on every exchange of it is opened and ended
   * here.
   *
   * @param context of any container
   * @param exchanges where exchanges are opened
   * @param home whose stop ends those that are open
   * @return what takes it out again, or null where the context is not of this container or cannot
   *     be reached yet
   */
  @Nullable Runnable attach(ServletContext context, Exchanges exchanges, Object home);
}
