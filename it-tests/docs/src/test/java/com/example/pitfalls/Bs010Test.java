package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.BackstopBuilder;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.problem.Problem;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-010.md: a wrapper hides what the error is. */
class Bs010Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(Bs010Test::configure)
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  static class NoSuchOrder extends RuntimeException {
    NoSuchOrder(String id) {
      super("no order " + id);
    }
  }

  private static CompletableFuture<String> load(String id) {
    return CompletableFuture.supplyAsync(
        () -> {
          throw new NoSuchOrder(id);
        });
  }

  // tag::wrong[]
  static class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        response.getWriter().print(load("4711").join());
      } catch (RuntimeException e) {
        LOG.add("error " + e.getClass().getSimpleName());
        response.sendError(e instanceof NoSuchOrder ? 404 : 500);
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static void configure(BackstopBuilder backstop) {
    backstop
        .mapError(NoSuchOrder.class, (error, exchange) -> Problem.of(404))
        .onOutcome((outcome, report) -> LOG.add("error " + outcome.errorType()));
  }

  static class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(load("4711").join());
    }
  }

  // end::right[]

  @Test
  void wrong_wrappedError_isTakenForAnother(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(exchanges.of(response).outcome()).hasStatus(500);
    assertThat(LOG.get(0)).isEqualTo("error CompletionException");
  }

  @Test
  void right_wrappedError_isWhatItIs(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(exchanges.of(response).outcome())
        .hasStatus(404)
        .hasError(NoSuchOrder.class, "no order 4711")
        .handledItsError();
    assertThat(LOG).containsExactly("error " + NoSuchOrder.class.getName());
  }
}
