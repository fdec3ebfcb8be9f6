package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-008.md: a listener does not outlive the next {@code startAsync}. */
class Bs008Test {
  private static final AtomicReference<Semaphore> PERMITS = new AtomicReference<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .servlet("/orders", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      Semaphore permits = PERMITS.get();
      AsyncContext async = request.startAsync();
      async.setTimeout(5_000);
      permits.acquireUninterruptibly();
      async.addListener(
          new EmptyAsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
              permits.release();
            }
          });
      async.dispatch("/orders"); // where startAsync() is called again
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      Semaphore permits = PERMITS.get();
      AsyncContext async = request.startAsync();
      permits.acquireUninterruptibly();
      Exchange.of(request).cleanups().register("permit", permits, Semaphore::release);
      async.dispatch("/orders");
    }
  }

  // end::right[]

  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      async.setTimeout(5_000);
      async.start(
          () -> {
            response.setStatus(201);
            async.complete();
          });
    }
  }

  @Test
  void wrong_startedAgain_thePermitIsLost(RequestSpecification request, Exchanges exchanges) {
    PERMITS.set(new Semaphore(1));
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(response).outcome()).hasStatus(201).isCompleted();
    assertThat(PERMITS.get().availablePermits()).isZero();
  }

  @Test
  void right_startedAgain_thePermitIsBackOnce(RequestSpecification request, Exchanges exchanges) {
    PERMITS.set(new Semaphore(1));
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(response).outcome()).hasStatus(201).isCompleted();
    assertThat(PERMITS.get().availablePermits()).isEqualTo(1);
  }
}
