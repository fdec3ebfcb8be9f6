package dev.backstop.harness.contract;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.harness.Recorder;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.EnumSet;

/**
 * The wrapper that everyone writes by hand: the status is the argument of setStatus, the end is the
 * filter's {@code finally}. The contract must find it wrong.
 */
@SuppressWarnings("ResponseWrapperIncomplete") // the one that everybody writes by hand
final class NaiveWrapper implements Filter {
  private final Recorder recorder;

  private NaiveWrapper(Recorder recorder) {
    this.recorder = recorder;
  }

  static Instrument instrument() {
    return Instrument.of("naive wrapper", Instrument.Claim.OUTCOME_ALONE, NaiveWrapper::install);
  }

  private static void install(ServletContext context, Recorder recorder) {
    FilterRegistration.Dynamic filter = context.addFilter("naive", new NaiveWrapper(recorder));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  private static final class Wrapper extends HttpServletResponseWrapper {
    private int status = 200;

    Wrapper(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setStatus(int argument) {
      status = argument;
      super.setStatus(argument);
    }

    @Override
    public void sendError(int argument) throws IOException {
      status = argument;
      super.sendError(argument);
    }

    @Override
    public void sendError(int argument, String message) throws IOException {
      status = argument;
      super.sendError(argument, message);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Wrapper wrapper = new Wrapper((HttpServletResponse) response);
    long start = System.nanoTime();
    String path = http.getRequestURI();
    try {
      chain.doFilter(request, wrapper);
    } finally {
      recorder.ended(
          new Outcome(
              http.getMethod(),
              path,
              null,
              wrapper.status,
              StatusSource.PREDICTED,
              Ending.COMPLETED,
              null,
              false,
              false,
              0,
              System.nanoTime() - start),
          new CleanupRegistry().report());
    }
  }
}
