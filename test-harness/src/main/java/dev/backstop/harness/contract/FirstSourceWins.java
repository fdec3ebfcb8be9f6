package dev.backstop.harness.contract;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.harness.Recorder;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What careful filters do: they look at the container's own status, and the first of filter exit,
 * timeout, error and completion ends the exchange, once. The contract must find it wrong.
 */
final class FirstSourceWins implements Filter {
  private static final String ATTRIBUTE = FirstSourceWins.class.getName();

  private final Recorder recorder;

  private FirstSourceWins(Recorder recorder) {
    this.recorder = recorder;
  }

  static Instrument instrument() {
    return Instrument.of(
        "first source",
        Instrument.Claim.OUTCOME_ALONE,
        (context, recorder) -> Instrument.map(context, new FirstSourceWins(recorder)));
  }

  /** One exchange; ended by whoever comes first. */
  private final class Seen extends AtomicBoolean implements AsyncListener {
    private static final long serialVersionUID = 1;
    private final transient HttpServletResponse response;
    private final String method;
    private final String path;
    private final long startNanos = System.nanoTime();

    Seen(HttpServletRequest request, HttpServletResponse response) {
      this.response = response;
      this.method = request.getMethod();
      this.path = request.getRequestURI();
    }

    void end(int status) {
      if (!compareAndSet(false, true)) {
        return;
      }
      recorder.ended(
          new Outcome(
              method,
              path,
              null,
              status,
              StatusSource.PREDICTED,
              Ending.COMPLETED,
              null,
              false,
              false,
              0,
              System.nanoTime() - startNanos),
          new CleanupRegistry().report());
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end(response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      end(response.getStatus());
    }

    @Override
    public void onError(AsyncEvent event) {
      end(500);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(ATTRIBUTE) != null) {
      chain.doFilter(request, response);
      return;
    }
    Seen seen = new Seen((HttpServletRequest) request, (HttpServletResponse) response);
    request.setAttribute(ATTRIBUTE, seen);
    try {
      chain.doFilter(request, response);
    } catch (Throwable t) {
      seen.end(seen.response.isCommitted() ? seen.response.getStatus() : 500);
      throw t;
    }
    if (!request.isAsyncStarted()) {
      seen.end(seen.response.getStatus());
      return;
    }
    try {
      request.getAsyncContext().addListener(seen);
    } catch (IllegalStateException completedMeanwhile) {
      seen.end(seen.response.getStatus());
    }
  }
}
