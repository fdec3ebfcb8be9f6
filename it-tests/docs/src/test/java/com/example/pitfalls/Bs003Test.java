package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-003.md: one exchange is counted twice. */
class Bs003Test {
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .application(
              context -> {
                FilterRegistration.Dynamic twice = context.addFilter("twice", new Unguarded());
                twice.setAsyncSupported(true);
                twice.addMappingForUrlPatterns(
                    EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/dispatching");
              })
          .servlet("/dispatching", new Dispatching())
          .servlet("/*", new Silent())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Timer.Sample sample = Timer.start(METERS);
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request
            .getAsyncContext()
            .addListener(
                new EmptyAsyncListener() {
                  @Override
                  public void onTimeout(AsyncEvent event) {
                    sample.stop(METERS.timer("orders"));
                  }

                  @Override
                  public void onComplete(AsyncEvent event) { // comes after onTimeout too
                    sample.stop(METERS.timer("orders"));
                  }
                });
      } else {
        sample.stop(METERS.timer("orders"));
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Timer.Sample sample = Timer.start(METERS);
      Exchange.of(request)
          .cleanups()
          .register("timer", outcome -> sample.stop(METERS.timer("orders")));
      chain.doFilter(request, response);
    }
  }

  // end::right[]

  /** Is mapped to the dispatches of REQUEST and of ASYNC. */
  static class Unguarded implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      METERS.timer("orders").record(Duration.ofMillis(1));
      chain.doFilter(request, response);
    }
  }

  static class Dispatching extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        request.startAsync().dispatch();
      } else {
        response.setStatus(201);
      }
    }
  }

  /** Nobody replies. */
  static class Silent extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.startAsync().setTimeout(250);
    }
  }

  @Test
  void wrong_timeout_countsTwice(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500).timedOut();
    assertThat(METERS.timer("orders").count()).isEqualTo(2);
  }

  @Test
  void wrong_filterOfAsyncDispatches_countsTwice(
      RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/dispatching");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(METERS.timer("orders").count()).isEqualTo(2);
  }

  @Test
  void right_timeout_countsOnce(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500).timedOut();
    assertThat(METERS.timer("orders").count()).isEqualTo(1);
    assertThat(backstop.meters().get("http.server.requests").timer().count()).isEqualTo(1);
  }
}
