package dev.backstop.spring;

import dev.backstop.Exchange;
import dev.backstop.completion.Exchanges;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Records the exceptions that Spring MVC turns into answers. It is asked first, and resolves
 * nothing: it notes the exception, which is recorded as handled when the dispatch is over, unless
 * {@link UnresolvedErrors} was asked, last of all resolvers.
 */
final class ResolvedErrors implements HandlerExceptionResolver, PriorityOrdered {
  private static final String NOTED = ResolvedErrors.class.getName();

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception raised) {
    RequestAttributes dispatch = RequestContextHolder.getRequestAttributes();
    Exchange exchange = find(request);
    if (dispatch != null && exchange != null && isError(raised, response)) {
      request.setAttribute(NOTED, raised);
      dispatch.registerDestructionCallback(
          NOTED, () -> record(request, exchange), RequestAttributes.SCOPE_REQUEST);
    }
    return null;
  }

  private static boolean isError(Exception raised, HttpServletResponse response) {
    boolean nothingThere =
        raised instanceof NoResourceFoundException || raised instanceof NoHandlerFoundException;
    // How a stream of events ends, as likely as not: nobody answers it, and it is a timeout anyway.
    boolean endOfStream = raised instanceof AsyncRequestTimeoutException && response.isCommitted();
    // Neither is a client that left.
    return !nothingThere
        && !endOfStream
        && !DisconnectedClientHelper.isClientDisconnectedException(raised);
  }

  private static @Nullable Exchange find(HttpServletRequest request) {
    if (request.getAttribute(Exchanges.ATTRIBUTE) == null) {
      return null; // in a test without a server, say
    }
    try {
      return Exchange.of(request);
    } catch (IllegalStateException ended) {
      return null;
    }
  }

  private static void record(HttpServletRequest request, Exchange exchange) {
    if (request.getAttribute(NOTED) instanceof Exception resolved) {
      request.removeAttribute(NOTED);
      exchange.recordError(resolved);
    }
  }

  /** Takes the note back: nobody resolved it. */
  static void forget(HttpServletRequest request) {
    request.removeAttribute(NOTED);
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}
