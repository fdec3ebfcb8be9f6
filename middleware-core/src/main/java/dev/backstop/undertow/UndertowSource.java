package dev.backstop.undertow;

import dev.backstop.completion.CompletionSource;
import dev.backstop.completion.Exchanges;
import io.undertow.servlet.spec.ServletContextImpl;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/**
 * For the root package: Undertow's own signal, found when a request enters the context: a listener
 * to the completion of its exchange.
 */
public final class UndertowSource implements CompletionSource {
  /** Makes the source. */
  public UndertowSource() {}

  @Override
  public @Nullable Runnable attach(ServletContext context, Exchanges exchanges, Object home) {
    if (!(context instanceof ServletContextImpl)) {
      return null; // not Undertow
    }
    EntryListener listener = new EntryListener(exchanges, home);
    try {
      context.addListener(listener);
    } catch (IllegalStateException started) {
      return null;
    }
    return listener::disable;
  }
}
