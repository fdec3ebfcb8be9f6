package dev.backstop.jetty;

import dev.backstop.completion.OpenExchange;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The innermost exchange of the request that a channel of Jetty serves, in place of a request
 * attribute: the first attribute of a request makes Jetty a map, which is 176 bytes. A channel
 * serves one request after the other, so the slot lives as long as the channel, in Jetty's cache of
 * it, and lets go of an exchange before the channel takes the next request.
 */
final class ChannelSlot implements Function<HttpStream, HttpStream> {
  /** What is found for a request that is over. */
  static final Object OVER = new Object();

  private static final String KEY = "dev.backstop.jetty.ChannelSlot";

  private volatile String id = ""; // of the request that has the slot
  private volatile @Nullable Object innermost;
  private @Nullable Request opening; // this and the next are the opening thread's alone
  private @Nullable JettyExchange opened;

  /** Returns the slot of a request's channel, or null where the channel keeps none. */
  static @Nullable ChannelSlot of(Request request) {
    Attributes cache = request.getComponents().getCache();
    Object known = cache.getAttribute(KEY);
    if (known == null) {
      cache.setAttribute(KEY, new ChannelSlot());
      known = cache.getAttribute(KEY); // of a connection that is not persistent it keeps nothing
    }
    return known instanceof ChannelSlot slot ? slot : null; // or of another class loader
  }

  /** Returns the innermost exchange of a request, {@link #OVER}, or null where there is none. */
  static @Nullable Object innermostOf(Request request) {
    try {
      ChannelSlot slot = known(request);
      return slot != null && slot.id.equals(request.getId()) ? slot.innermost : null;
    } catch (IllegalStateException completed) { // the request has left its channel
      return OVER;
    }
  }

  private static @Nullable ChannelSlot known(Request request) {
    Object known = request.getComponents().getCache().getAttribute(KEY);
    return known instanceof ChannelSlot slot ? slot : null;
  }

  void innermost(Request request, OpenExchange exchange) {
    id = request.getId();
    innermost = exchange;
  }

  /** The exchange of a request ends, which may still be in its channel; never throws. */
  static void leave(Request request, OpenExchange exchange) {
    try {
      ChannelSlot slot = known(request);
      if (slot != null && slot.innermost == exchange) {
        slot.innermost = OVER;
      }
    } catch (IllegalStateException completed) { // its id keeps it from the next request
    }
  }

  /** Puts an exchange that is about to be opened between a request and its network. */
  JettyExchange watch(Request request) {
    opening = request;
    try {
      request.addHttpStreamWrapper(this);
      return Objects.requireNonNull(opened);
    } finally {
      opening = null;
      opened = null;
    }
  }

  @Override
  public HttpStream apply(HttpStream stream) {
    opened = new JettyExchange(stream, Objects.requireNonNull(opening));
    return opened;
  }
}
