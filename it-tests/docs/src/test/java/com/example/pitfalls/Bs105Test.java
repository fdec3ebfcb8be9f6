package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-105.md: two threads write one response at the same time. */
@SuppressWarnings("FutureReturnValueIgnored") // their last stage sees to all of them
class Bs105Test {
  private static final int MORE_THAN_SOCKETS_HOLD = 32 << 20;

  private final HandWrittenLog log = new HandWrittenLog();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Throwable> refused = new AtomicReference<>();
  private final CountDownLatch pricesDone = new CountDownLatch(1);
  private final CompletableFuture<Thread> ordersBegun = new CompletableFuture<>();
  private volatile boolean ordersWritten;

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.onOutcome((outcome, report) -> outcomes.add(outcome)))
          .filter("/*", log)
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) throws IOException {
    AsyncContext async = request.startAsync(request, response);
    OutputStream body = response.getOutputStream();
    CompletableFuture<Void> orders = CompletableFuture.runAsync(() -> writeOrders(body));
    CompletableFuture<Void> prices = CompletableFuture.runAsync(() -> writePrices(body));
    CompletableFuture.allOf(orders, prices).whenComplete((all, failure) -> async.complete());
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws IOException {
    AsyncContext async = request.startAsync(request, response);
    OutputStream body = response.getOutputStream();
    CompletableFuture.runAsync(() -> writeOrders(body))
        .thenRun(() -> writePrices(body)) // one after the other
        .whenComplete((all, failure) -> async.complete());
  }

  // end::right[]

  private void writeOrders(OutputStream body) {
    ordersBegun.complete(Thread.currentThread());
    try {
      body.write(new byte[MORE_THAN_SOCKETS_HOLD]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ordersWritten = true;
    }
  }

  /** Begins when the orders stand: the client takes no more of them, or they are written. */
  private void writePrices(OutputStream body) {
    Thread orders = ordersBegun.join();
    await().until(() -> ordersWritten || isWaiting(orders));
    try {
      body.write('9');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      refused.set(e);
      throw e;
    } finally {
      pricesDone.countDown();
    }
  }

  private static boolean isWaiting(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  private RawHttpClient client(URI base, String path) {
    return RawHttpClient.connect(base.getPort())
        .send("GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n");
  }

  @Test
  @ExpectPitfall(PitfallKind.TWO_WRITERS)
  void wrong_clientReadsASuccessWithoutThePrices(URI base) throws Exception {
    try (RawHttpClient client = client(base, "/wrong")) {
      assertThat(pricesDone.await(20, TimeUnit.SECONDS)).isTrue(); // before anything is read
      RawResponse answer = client.read("GET");

      assertThat(refused.get()).isInstanceOf(IllegalStateException.class);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.isComplete()).isTrue();
      assertThat(answer.body()).hasSize(MORE_THAN_SOCKETS_HOLD); // the orders, and no price
      assertThat(log.lines()).containsExactly("GET /wrong 200");
      await().until(() -> !outcomes.isEmpty());
      assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(outcome).hasStatus(200));
    }
  }

  @Test
  void right_clientReadsBoth(URI base) {
    try (RawHttpClient client = client(base, "/right")) {
      RawResponse answer = client.read("GET");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.isComplete()).isTrue();
      assertThat(answer.body()).hasSize(MORE_THAN_SOCKETS_HOLD + 1).endsWith('9');
    }
  }
}
