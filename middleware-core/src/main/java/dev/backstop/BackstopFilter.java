package dev.backstop;

import dev.backstop.completion.AsyncEnd;
import dev.backstop.completion.Exchanges;
import dev.backstop.completion.ServletRequestHead;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The part of Backstop that stands in the filter chain: it wraps the response, never the request,
 * lets the middleware into each dispatch, and sees what escapes from the chain. It ends an exchange
 * only where nothing stronger will.
 */
final class BackstopFilter implements Filter {
  private final Backstop backstop;
  private final @Nullable Installation installation; // null for a bare filter

  BackstopFilter(Backstop backstop, @Nullable Installation installation) {
    this.backstop = backstop;
    this.installation = installation;
  }

  @Override
  public void init(FilterConfig config) {
    if (installation != null) {
      installation.started(config.getServletContext());
    } else {
      backstop.started(this);
    }
  }

  @Override
  public void destroy() {
    if (installation != null) {
      installation.stopped();
    } else {
      backstop.stopped(this);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    DispatcherType type = http.getDispatcherType();
    ExchangeLife life = exchangeOf(http, type);
    if (life == null) {
      chain.doFilter(http, answer);
    } else if (life.isEnded()) {
      chain.doFilter(http, answer);
      if (type == DispatcherType.ERROR) { // after a bare filter has ended the exchange
        EndPitfalls.ofErrorPage(backstop, life, answer.getStatus());
      }
    } else if (type == DispatcherType.INCLUDE) {
      include(life, http, answer, chain);
    } else if (type == DispatcherType.FORWARD) {
      forward(life, http, answer, chain);
    } else if (!life.enterFilter()) {
      if (type == DispatcherType.REQUEST) {
        backstop.report(PitfallKind.FILTER_TWICE, life, "filter", null);
      }
      chain.doFilter(http, answer);
    } else {
      dispatch(life, type, http, answer, chain);
    }
  }

  private @Nullable ExchangeLife exchangeOf(HttpServletRequest request, DispatcherType type) {
    Object innermost = JettyShortcuts.innermostOf(request);
    ExchangeLife life = backstop.find(innermost);
    if (life == null && (type == DispatcherType.REQUEST || type == DispatcherType.ASYNC)) {
      Object home = installation == null ? this : installation;
      EndedBy endedBy = installation == null ? EndedBy.FILTER_EXIT : installation.endedBy();
      life = backstop.open(new ServletRequestHead(request), innermost, home, endedBy);
      request.setAttribute(Exchanges.ATTRIBUTE, life);
    }
    return life;
  }

  private static void include(
      ExchangeLife life,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    life.evidence().enterInclude();
    try {
      chain.doFilter(request, response);
    } finally {
      life.evidence().exitInclude();
    }
  }

  private static void forward(
      ExchangeLife life,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    if (response instanceof StatusCapturingResponseWrapper && !request.isAsyncStarted()) {
      life.evidence().exitForward();
    }
  }

  private static void dispatch(
      ExchangeLife life,
      DispatcherType type,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    StatusCapturingResponseWrapper wrapper = wrapperIn(response, life);
    boolean wrapped = wrapper != null;
    if (wrapper == null) {
      wrapper = new StatusCapturingResponseWrapper(response, life);
    }
    life.served(request, wrapper);
    if (type == DispatcherType.ERROR) {
      life.evidence().reopen(wrapper.getStatus());
    } else {
      life.evidence().handedOn();
    }
    Observers observers = life.observers();
    @Nullable AutoCloseable @Nullable [] scopes = observers == null ? null : observers.enter(type);
    boolean threw = true;
    try {
      if (!life.isRefused(type, request)) {
        chain.doFilter(guarded(life, request), wrapped ? response : wrapper);
      }
      threw = false;
    } catch (Throwable t) {
      if (!life.answers(type, t)) {
        life.escaped(t);
        throw t;
      }
      threw = false;
    } finally {
      if (observers != null) {
        observers.leaving(type);
      }
      life.captureRoute(request, type);
      life.captureAtExit();
      life.exitFilter();
      life.answerFailure(threw);
      exit(life, request, wrapper, threw);
      if (observers != null) {
        observers.leave(scopes);
      }
      life.left();
    }
  }

  private static HttpServletRequest guarded(ExchangeLife life, HttpServletRequest request) {
    return life.guardsRequests() ? GuardedRequest.of(request, life) : request;
  }

  private static void exit(
      ExchangeLife life,
      HttpServletRequest request,
      StatusCapturingResponseWrapper wrapper,
      boolean threw) {
    if (request.isAsyncStarted()) {
      // Jetty waits for the timeout where startAsync is followed by a throw, unless there is a
      // listener, which would change what the client gets.
      if (!threw || !life.endsAt(EndedBy.CONTAINER)) {
        AsyncEnd.watch(life, request);
      }
      life.afterFilter();
      return;
    }
    if (!threw) {
      wrapper.announceCommit();
    }
    life.afterFilter();
    life.terminal();
    if (life.endsAt(EndedBy.FILTER_EXIT)) {
      life.endByEvidence(null, null);
    }
  }

  /** Finds our wrapper in a response that an application has wrapped further. */
  private static @Nullable StatusCapturingResponseWrapper wrapperIn(
      ServletResponse response, ExchangeLife life) {
    ServletResponse current = response;
    while (current instanceof ServletResponseWrapper outer) {
      if (outer instanceof StatusCapturingResponseWrapper ours && ours.records(life.evidence())) {
        return ours;
      }
      current = outer.getResponse();
    }
    return null;
  }
}
