package dev.backstop.jetty;

import dev.backstop.completion.CompletionSource;
import dev.backstop.completion.Exchanges;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * For the root package: Jetty's own signal, found from within a starting context. It uses Jetty's
 * core API alone, which is the same for ee10 and ee11, but for {@link JettyRequests}, and sees
 * every request of the context, also those that security answers.
 */
public final class JettySource implements CompletionSource {
  /** Makes the source. */
  public JettySource() {}

  /** {@return whether there is a servlet layer of Jetty, whose requests are known here} */
  public static boolean knowsRequests() {
    return JettyRequests.isUsable();
  }

  /**
   * {@return the innermost exchange of a request that has it in no attribute, what stands for one
   * that is over, or null}
   *
   * @param request as the application has it, wrapped or not
   */
  public static @Nullable Object innermostOf(ServletRequest request) {
    return JettyRequests.innermostOf(request);
  }

  /**
   * {@return the pattern of a request's servlet mapping, or null where its mapping tells it}
   *
   * @param request as the application has it, wrapped or not
   */
  public static @Nullable String patternOf(ServletRequest request) {
    return JettyRequests.patternOf(request);
  }

  @Override
  public @Nullable Runnable attach(ServletContext context, Exchanges exchanges, Object home) {
    ContextHandler handler = ContextHandler.getCurrentContextHandler();
    if (handler == null || !handler.getContextPath().equals(slashed(context.getContextPath()))) {
      return null; // not Jetty, or not inside of the start of this context
    }
    Scope scope = new Scope(exchanges, home, JettyRequests.cover(context));
    handler.addEventListener(scope);
    return () -> handler.removeEventListener(scope);
  }

  private static String slashed(String contextPath) {
    return contextPath.isEmpty() ? "/" : contextPath;
  }

  /** Opens an exchange when a request enters the context for the first time. */
  private record Scope(Exchanges exchanges, Object home, boolean inSlot)
      implements ContextHandler.ContextScopeListener {
    @Override
    public void enterScope(Context context, @Nullable Request request) {
      if (request != null) {
        JettyExchange.open(request, exchanges, home, inSlot);
        ServedHere.enter(request);
      }
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
      if (request != null) {
        ServedHere.exit(request);
      }
    }
  }
}
