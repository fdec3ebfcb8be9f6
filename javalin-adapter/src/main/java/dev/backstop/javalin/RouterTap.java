package dev.backstop.javalin;

import dev.backstop.Exchange;
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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of Javalin's router, hands everything on to it, and sees each error that Javalin
 * maps to an answer. The one place that uses Javalin's internal API.
 */
final class RouterTap extends InternalRouter {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopPlugin.class);

  private final InternalRouter router;
  private final RouterConfig config;

  private RouterTap(JavalinState state) {
    super(state.wsRouter, state.eventManager, state.router, state.jetty);
    router = state.internalRouter;
    config = state.router;
    router.allHttpHandlers().forEach(getHttpPathMatcher()::add); // allHttpHandlers() is final
  }

  static void put(JavalinState state) {
    try {
      state.internalRouter = new RouterTap(state);
    } catch (LinkageError another) {
      LOGGER.warn(
          "this Javalin has another internal router ({}): expected that of 7.2; errors that"
              + " exception mappers turn into answers are not recorded, everything else is. Update"
              + " backstop-javalin-adapter, or set recordErrors to false",
          another.toString());
    }
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
    if (!response.hasFence()) {
      router.handleHttpException(context, thrown);
      return;
    }
    try {
      router.handleHttpException(context, thrown);
    } catch (Throwable byHandler) { // Javalin would call the same handler with it, for ever
      LOGGER.warn("the handler of {} threw", thrown.getClass().getName(), byHandler);
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
    if (late && context.req().isAsyncStarted()) {
      context.req().getAsyncContext().complete(); // Javalin fails to, where close() has thrown
    }
  }

  @Override
  public @Nullable Void handleHttpUnexpectedThrowable(
      HttpServletResponse answer, Throwable thrown) {
    JavalinResponse response = JavalinResponse.in(answer);
    if (response != null) {
      record(response.exchange(), thrown);
    }
    router.handleHttpUnexpectedThrowable(answer, thrown);
    return null;
  }

  private static void record(Exchange exchange, Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    boolean anAnswer = cause instanceof HttpResponseException http && http.getStatus() < 500;
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
    return router.findHttpHandlerEntries(type, path);
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
