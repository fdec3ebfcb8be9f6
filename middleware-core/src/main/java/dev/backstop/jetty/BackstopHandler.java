package dev.backstop.jetty;

import dev.backstop.completion.Exchanges;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * For embedded Jetty: sees also what contexts themselves refuse, such as 503 while unavailable,
 * their own redirects and 404 for no context.
 *
 * <pre>{@code
 * backstop.install(context.getServletContext());
 * server.setHandler(new BackstopHandler(backstop, context));
 * }</pre>
 *
 * <p>It opens and ends exchanges, and leaves the filter to {@code install}. Thread-safe.
 */
public final class BackstopHandler extends Handler.Wrapper {
  private final Exchanges exchanges;

  /**
   * Makes the handler.
   *
   * @param backstop the {@code dev.backstop.Backstop}
   * @param handler what answers, usually a context or a collection of them
   */
  public BackstopHandler(Exchanges backstop, Handler handler) {
    super(handler);
    this.exchanges = backstop;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    JettyExchange.open(request, exchanges, this, false);
    return super.handle(request, response, callback);
  }

  @Override
  protected void doStart() throws Exception {
    exchanges.started(this);
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    exchanges.stopped(this);
  }
}
