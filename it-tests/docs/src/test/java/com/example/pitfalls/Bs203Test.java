package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-203.md: the container's signal of the end is kept back. */
class Bs203Test {
  private final AtomicInteger served = new AtomicInteger();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final BackstopBuilder builder =
      Backstop.builder()
          .fallbackAfter(Duration.ofSeconds(1))
          .onOutcome((outcome, report) -> outcomes.add(outcome));
  private OrdersServer server;

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.beside(builder).port(() -> server.port()).build();

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  // tag::wrong[]
  class Wrong extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Callback counting = Callback.from(served::incrementAndGet); // and Jetty's own?
      return super.handle(request, response, counting);
    }
  }

  // end::wrong[]

  // tag::right[]
  class Right extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Callback counting = Callback.from(callback, served::incrementAndGet);
      return super.handle(request, response, counting);
    }
  }

  // end::right[]

  private void start(Handler.Wrapper around) throws Exception {
    server = OrdersServer.start(around, builder.build()::install);
  }

  private static RawResponse get(RawHttpClient client) {
    return client.send("GET /orders HTTP/1.1\r\nHost: shop\r\n\r\n").read("GET");
  }

  @Test
  @ExpectPitfall(PitfallKind.NEVER_ENDED)
  void wrong_watchdogEndsItAndTheConnectionIsDead() throws Exception {
    start(new Wrong());
    try (RawHttpClient client = RawHttpClient.connect(server.port())) {
      RawResponse first = get(client);
      CompletableFuture<RawResponse> second = CompletableFuture.supplyAsync(() -> get(client));
      await().until(() -> !outcomes.isEmpty());

      assertThat(first.status()).isEqualTo(200);
      assertThat(first.isComplete()).isTrue();
      assertThat(second).isNotDone();
      assertThat(served).hasValue(1);
      assertThat(outcomes).singleElement().satisfies(Bs203Test::assertWatchdogs);
    }
  }

  private static void assertWatchdogs(Outcome outcome) {
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.ending()).isEqualTo(Ending.UNFINISHED);
  }

  @Test
  void right_eachEndsByItself() throws Exception {
    start(new Right());
    try (RawHttpClient client = RawHttpClient.connect(server.port())) {
      assertThat(get(client).status()).isEqualTo(200);
      assertThat(get(client).status()).isEqualTo(200);
      await().until(() -> outcomes.size() == 2 && served.get() == 2);

      assertThat(outcomes)
          .extracting(Outcome::ending)
          .containsExactly(Ending.COMPLETED, Ending.COMPLETED);
    }
  }
}
