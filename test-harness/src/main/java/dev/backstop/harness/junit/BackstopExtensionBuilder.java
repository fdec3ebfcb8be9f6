package dev.backstop.harness.junit;

import dev.backstop.BackstopBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What may be set of every {@link BackstopExtension}.
 *
 * <p>Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class BackstopExtensionBuilder<B extends BackstopExtensionBuilder<B>>
    permits JettyExtensionBuilder, BesideExtensionBuilder {
  Duration patience = Duration.ofSeconds(5);
  final List<Pattern> allowedThreads = new ArrayList<>();
  private boolean guardsRequest = true;

  BackstopExtensionBuilder() {
    // The JDK's own: one for all HTTP clients, and what keeps them alive.
    allowThreads("Keep-Alive-Timer|DestroyJavaVM|process reaper.*");
    allowThreads("junit-jupiter-timeout-watcher"); // where a test has a timeout
  }

  /**
   * Sets how long to wait for the end of an exchange, for a pitfall that is expected, or for a span
   * to end; the default is 5 seconds. Only a test that fails waits as long.
   *
   * @param longest positive
   * @return this builder
   */
  public final B patience(Duration longest) {
    patience = longest;
    return self();
  }

  /**
   * Lets threads outlive their test.
   *
   * @param name a regular expression for the whole name
   * @return this builder
   */
  public final B allowThreads(String name) {
    allowedThreads.add(Pattern.compile(name));
    return self();
  }

  /**
   * Leaves the request as the container made it. By default it is wrapped, so that its use after
   * the end of the exchange is a pitfall and not an accident of the container.
   *
   * @return this builder
   */
  public final B withoutRequestGuard() {
    guardsRequest = false;
    return self();
  }

  final void guard(BackstopBuilder backstop) {
    if (guardsRequest) {
      backstop.guardRequest();
    }
  }

  abstract B self();

  /** {@return the extension, for a field with {@code @RegisterExtension}} */
  public abstract BackstopExtension build();
}
