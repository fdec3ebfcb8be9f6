package dev.backstop.javalin;

import dev.backstop.Exchange;
import dev.backstop.outcome.ErrorClassifier;
import io.javalin.config.JavalinState;
import io.javalin.config.RouterConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.servlet.JavalinServletContext;
import io.javalin.router.Endpoint;
import io.javalin.router.InternalRouter;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.RouteRole;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsExceptionHandler;
import io.javalin.websocket.WsHandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of Javalin's internal router, hands everything on to it, and sees each error that
 * Javalin maps to an answer. It may not link with another release of Javalin: who uses it is ready
 * for that.
 */
final class RouterTap extends InternalRouter {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopPlugin.class);

  private final InternalRouter router;
  private final RouterConfig config;
  private final ParsedEndpoint sendUpgrade;

  private RouterTap(JavalinState state) {
    super(state.wsRouter, state.eventManager, state.router, state.jetty);
    router = state.internalRouter;
    config = state.router;
    sendUpgrade =
        new ParsedEndpoint(
            Endpoint.create(HandlerType.WEBSOCKET_AFTER_UPGRADE, "*").handler(RouterTap::send),
            config);
    router.allHttpHandlers().forEach(getHttpPathMatcher()::add); // allHttpHandlers() is final
  }

  /**
   * Takes its place.
   *
   * @throws LinkageError where this release of Javalin has another internal router
   */
  static void put(JavalinState state) {
    state.internalRouter = new RouterTap(state);
  }

  // What is seen -------------------------------------------------------------------------------

  @Override
  public void handleHttpException(Context context, Throwable thrown) {
    JavalinResponse response = JavalinResponse.in(context.res());
    if (response == null) {
      router.handleHttpException(context, thrown);
      return;
    }
    boolean late = context instanceof JavalinServletContext own && own.getResponseWritten().get();
    if (!late) { // later Javalin itself cancels what has timed out
      record(response.exchange(), thrown);
    }
    guard(response, thrown, () -> router.handleHttpException(context, thrown));
    if (late && response.hasFence()) {
      complete(context);
    }
  }

  @Override
  public @Nullable Void handleHttpUnexpectedThrowable(
      HttpServletResponse answer, Throwable thrown) {
    JavalinResponse response = JavalinResponse.in(answer);
    if (response == null) {
      router.handleHttpUnexpectedThrowable(answer, thrown);
      return null;
    }
    record(response.exchange(), thrown);
    guard(response, thrown, () -> router.handleHttpUnexpectedThrowable(answer, thrown));
    return null;
  }

  /** Of a handler that throws Javalin calls the same one with that, for ever, or lets it out. */
  private static void guard(JavalinResponse response, Throwable thrown, Runnable handler) {
    try {
      handler.run();
    } catch (Throwable byHandler) {
      if (!response.hasFence()) {
        throw byHandler;
      }
      LOGGER.warn("the handler of {} threw", thrown.getClass().getName(), byHandler);
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
  }

  /** Javalin itself fails to where the response's stream cannot be closed. */
  private static void complete(Context context) {
    if (context.req().isAsyncStarted()) {
      try {
        context.req().getAsyncContext().complete();
      } catch (IllegalStateException another) {
        LOGGER.debug("its timeout completes it on another thread", another);
      }
    }
  }

  /** Jetty 12.1 sends a 101 at once, but where the response is wrapped: not before the end. */
  private static void send(Context upgrade) throws IOException {
    if (upgrade.res().getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
      upgrade.res().flushBuffer();
    }
  }

  private static void record(Exchange exchange, Throwable thrown) {
    Throwable cause = ErrorClassifier.unwrap(thrown);
    boolean anAnswer = cause instanceof HttpResponseException http && http.getStatus() < 500;
    // As Javalin tells one who left; the container says so in its own way.
    boolean clientGone = cause.getClass().getName().equals("org.eclipse.jetty.io.EofException");
    if (!anAnswer && !clientGone) {
      exchange.recordError(cause);
    }
  }

  // What is handed on --------------------------------------------------------------------------

  @Override
  public InternalRouter addHttpEndpoint(Endpoint endpoint) {
    router.addHttpEndpoint(endpoint);
    getHttpPathMatcher().add(new ParsedEndpoint(endpoint, config));
    return this;
  }

  @Override
  public boolean hasHttpHandlerEntry(HandlerType type, String path) {
    return router.hasHttpHandlerEntry(type, path);
  }

  @Override
  public List<ParsedEndpoint> findHttpHandlerEntries(HandlerType type, @Nullable String path) {
    List<ParsedEndpoint> found = router.findHttpHandlerEntries(type, path);
    if (found.isEmpty() || !HandlerType.WEBSOCKET_AFTER_UPGRADE.equals(type)) {
      return found;
    }
    List<ParsedEndpoint> all = new ArrayList<>(found);
    all.add(0, sendUpgrade);
    return all;
  }

  @Override
  public @Nullable ParsedEndpoint findFirstHttpHandlerEntry(HandlerType type, String path) {
    return router.findFirstHttpHandlerEntry(type, path);
  }

  @Override
  public InternalRouter addHttpErrorHandler(int status, String contentType, Handler handler) {
    router.addHttpErrorHandler(status, contentType, handler);
    return this;
  }

  @Override
  public void handleHttpError(int status, Context context) {
    router.handleHttpError(status, context);
  }

  @Override
  public <E extends Exception> InternalRouter addHttpExceptionHandler(
      Class<E> type, ExceptionHandler<? super E> handler) {
    router.addHttpExceptionHandler(type, handler);
    return this;
  }

  @Override
  public <E extends Exception> InternalRouter addWsExceptionHandler(
      Class<E> type, WsExceptionHandler<? super E> handler) {
    router.addWsExceptionHandler(type, handler);
    return this;
  }

  @Override
  public InternalRouter addWsHandler(
      WsHandlerType type, String path, Consumer<WsConfig> handler, RouteRole... roles) {
    router.addWsHandler(type, path, handler, roles);
    return this;
  }
}
