package dev.backstop.benchmarks.jmh;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A filter chain with a small handler at its end, which may register cleanups. Request and response
 * cost nothing and are used again, as a container's are.
 */
final class Application {
  private final FreeRequest request = new FreeRequest();
  private final FreeResponse response;
  private final Resource[] resources;
  private final FilterChain handler = this::handle;
  private long served;

  /** Makes one whose handler has a resource for each cleanup. */
  Application(Blackhole sink, int cleanups) {
    response = new FreeResponse(sink);
    resources = Resource.open(cleanups, sink);
  }

  /** Returns the filter of a Backstop that has started. */
  static Filter started(Backstop backstop) throws ServletException {
    Filter filter = backstop.filter();
    filter.init(FreeRequest.refusing(FilterConfig.class));
    return filter;
  }

  /** Serves one request without Backstop: the handler releases what it has. */
  int serveBare() throws IOException {
    request.reset();
    response.reset();
    Answer.small(response);
    for (int i = resources.length - 1; i >= 0; i--) {
      resources[i].close();
    }
    return served();
  }

  /** Serves one request through a filter of Backstop. */
  int serve(Filter filter) throws IOException, ServletException {
    request.reset();
    response.reset();
    filter.doFilter(request, response, handler);
    return served();
  }

  private void handle(ServletRequest asked, ServletResponse answer) throws IOException {
    for (Resource resource : resources) {
      Exchange.of(asked).cleanups().register("resource", resource, Resource::close);
    }
    Answer.small((HttpServletResponse) answer);
  }

  private int served() {
    response.check(Answer.SMALL.length);
    served++;
    return response.getStatus();
  }

  /** Returns how many requests were served, each of which has released each resource once. */
  long check() {
    Resource.check(resources, served);
    return served;
  }
}
