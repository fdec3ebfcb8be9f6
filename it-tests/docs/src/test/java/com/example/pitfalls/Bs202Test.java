package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-202.md: an exchange is open for very long. */
@SuppressWarnings("FutureReturnValueIgnored") // their last stage sees to all of them
class Bs202Test {
  private final HandWrittenLog log = new HandWrittenLog();
  private volatile AsyncContext open;
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.reportAge(Duration.ofMillis(500)).onPitfall(pitfalls::add))
          .filter("/*", log)
          .servlet("/wrong", Answer.servlet(this::wrongAndKept))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  /** The prices of another house, whose line is down. */
  private static CompletableFuture<String> price() {
    return CompletableFuture.failedFuture(new IOException("no route to host"));
  }

  private static void write(HttpServletResponse response, String price) {
    try {
      response.getWriter().print(price);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void wrongAndKept(HttpServletRequest request, HttpServletResponse response) {
    wrong(request, response);
    open = request.getAsyncContext(); // for the end of the test
  }

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0);
    price()
        .thenAccept(
            price -> { // and where it fails?
              write(response, price);
              async.complete();
            });
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(5_000);
    price()
        .thenAccept(price -> write(response, price))
        .whenComplete(
            (written, failure) -> {
              if (failure != null) {
                Exchange.of(request).recordError(failure);
                response.setStatus(502);
              }
              async.complete();
            });
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.STILL_OPEN)
  void wrong_lineIsDown_clientWaitsAndTheLogHas200(URI base) {
    try (RawHttpClient client = RawHttpClient.connect(base.getPort())) {
      client.send("GET /wrong HTTP/1.1\r\nHost: shop\r\n\r\n");
      CompletableFuture<RawResponse> answer =
          CompletableFuture.supplyAsync(() -> client.read("GET"));
      await().until(() -> !pitfalls.isEmpty());

      assertThat(answer).isNotDone();
      assertThat(log.lines()).containsExactly("GET /wrong 200");
      open.complete();
      assertThat(answer.join().isComplete()).isTrue();
    }
  }

  @Test
  void right_lineIsDown_clientReads502(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(502).hasError(IOException.class);
    assertThat(response.statusCode()).isEqualTo(502);
  }
}
