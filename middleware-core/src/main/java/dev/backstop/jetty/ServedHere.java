package dev.backstop.jetty;

import dev.backstop.completion.Exchanges;
import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The request that a thread serves, for what stands for it without being a {@link
 * jakarta.servlet.ServletRequestWrapper}: a proxy, or a class that delegates by hand.
 */
final class ServedHere {
  private static final ThreadLocal<ServedHere> HERE = ThreadLocal.withInitial(ServedHere::new);

  private @Nullable Request outermost; // scopes nest where a request is dispatched across contexts

  private ServedHere() {}

  static void enter(Request request) {
    ServedHere here = HERE.get();
    if (here.outermost == null) {
      here.outermost = request;
    }
  }

  static void exit(Request request) {
    ServedHere here = HERE.get();
    if (here.outermost == request) {
      here.outermost = null;
    }
  }

  /**
   * Returns the innermost exchange of a request of unknown class: an attribute of the one that is
   * served here shows through whatever delegates to it, and through nothing else.
   */
  static @Nullable Object innermostOf(ServletRequest unknown) {
    Request served = HERE.get().outermost;
    Object innermost = served == null ? null : ChannelSlot.innermostOf(served);
    if (served == null || innermost == null || innermost == ChannelSlot.OVER) {
      return null;
    }
    served.setAttribute(Exchanges.ATTRIBUTE, innermost);
    return unknown.getAttribute(Exchanges.ATTRIBUTE);
  }
}
