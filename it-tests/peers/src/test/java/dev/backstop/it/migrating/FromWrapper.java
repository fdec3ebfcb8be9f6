package dev.backstop.it.migrating;

import dev.backstop.Backstop;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a filter and a wrapper that somebody wrote. */
final class FromWrapper {
  private FromWrapper() {}

  // What the checks say of it is why to leave it.
  @SuppressWarnings({
    "ResponseWrapperIncomplete",
    "StatusReadInFinally",
    "FilterIgnoresAsync",
    "CleanupStepSkipsNext"
  })
  // tag::before[]
  static final class TimingFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(TimingFilter.class);
    private final MeterRegistry meters;

    TimingFilter(MeterRegistry meters) {
      this.meters = meters;
    }

    private static final class StatusResponse extends HttpServletResponseWrapper {
      private int status = 200;

      StatusResponse(HttpServletResponse response) {
        super(response);
      }

      @Override
      public void setStatus(int status) {
        this.status = status;
        super.setStatus(status);
      }

      @Override
      public void sendError(int status) throws IOException {
        this.status = status;
        super.sendError(status);
      }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      HttpServletRequest http = (HttpServletRequest) request;
      StatusResponse wrapped = new StatusResponse((HttpServletResponse) response);
      long start = System.nanoTime();
      try {
        chain.doFilter(request, wrapped);
      } finally {
        String status = Integer.toString(wrapped.status);
        meters
            .timer("http.server.requests", "method", http.getMethod(), "status", status)
            .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        LOG.info("{} {} {}", http.getMethod(), http.getRequestURI(), status);
      }
    }
  }

  // end::before[]

  static void before(ServletContext context, MeterRegistry meters) {
    FilterRegistration.Dynamic filter = context.addFilter("timing", new TimingFilter(meters));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  static void after(ServletContext context, MeterRegistry meters) {
    // tag::after[]
    Backstop.builder().use(Metrics.create(meters)).use(AccessLog.create()).build().install(context);
    // end::after[]
  }
}
