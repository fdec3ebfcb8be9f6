package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-015.md: a timer measures the making of a future. */
class Bs015Test {
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

  private final Shop shop = new Shop();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Order(new Wrong(shop), shop))
          .servlet("/right", new Order(new Right(shop), shop))
          .build();

  interface Prices {
    CompletableFuture<String> price(String article);
  }

  // tag::wrong[]
  static class Wrong implements Prices {
    private final Shop shop;

    Wrong(Shop shop) {
      this.shop = shop;
    }

    @Override
    public CompletableFuture<String> price(String article) {
      return METERS.timer("price").record(() -> shop.ask(article));
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Prices {
    private final Shop shop;

    Right(Shop shop) {
      this.shop = shop;
    }

    @Override
    public CompletableFuture<String> price(String article) {
      Timer.Sample sample = Timer.start(METERS);
      return shop.ask(article).whenComplete((price, error) -> sample.stop(METERS.timer("price")));
    }
  }

  // end::right[]

  /** Answers when it has been asked, and notes what the timer has by then. */
  static class Shop {
    private final CompletableFuture<Void> opens = new CompletableFuture<>();
    private volatile long timedBeforeTheAnswer = -1;

    CompletableFuture<String> ask(String article) {
      return opens.thenApplyAsync(
          open -> {
            timedBeforeTheAnswer = METERS.timer("price").count();
            return article + ": 12.50";
          });
    }
  }

  static class Order extends HttpServlet {
    private final Prices prices;
    private final Shop shop;

    Order(Prices prices, Shop shop) {
      this.prices = prices;
      this.shop = shop;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      CompletableFuture<String> price = prices.price("tea");
      shop.opens.complete(null);
      response.getWriter().print(price.join());
    }
  }

  @Test
  void wrong_slowPrice_isTimedBeforeItIsThere(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/wrong");

    assertThat(response.asString()).isEqualTo("tea: 12.50");
    assertThat(exchanges.of(response).outcome()).hasStatus(200).isCompleted();
    assertThat(shop.timedBeforeTheAnswer).isEqualTo(1);
  }

  @Test
  void right_slowPrice_isTimedWhenItIsThere(RequestSpecification request, Exchanges exchanges) {
    METERS.clear();
    Response response = request.get("/right");

    assertThat(response.asString()).isEqualTo("tea: 12.50");
    Outcome outcome = exchanges.of(response).outcome();
    assertThat(outcome).hasStatus(200).isCompleted();
    assertThat(shop.timedBeforeTheAnswer).isZero();
    assertThat(METERS.timer("price").count()).isEqualTo(1);
    assertThat(METERS.timer("price").totalTime(NANOSECONDS))
        .isLessThanOrEqualTo((double) outcome.duration().toNanos());
  }
}
