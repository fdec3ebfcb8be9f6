package dev.backstop.javalin;

import static dev.backstop.javalin.Expected.status;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.javalin.ErrorSituations.OrderError;
import dev.backstop.javalin.ErrorSituations.OrderException;
import dev.backstop.outcome.Ending;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers that come later: futures, {@code ctx.async}, server-sent events. */
final class AsyncSituations {
  /** Its exception mapper comes after the timeout: the fence changes the answer. */
  static final String MAPPED_TIMEOUT = "future timed out, CancellationException mapped";

  static final String TIMEOUT_ERROR_MAPPED = "future timed out, error mapped";

  private static final long TIMEOUT_MILLIS = 100;

  private AsyncSituations() {}

  static List<Situation> all() {
    return List.of(
        future("future ok", () -> CompletableFuture.completedFuture("ok"), status(200)),
        future(
            "future ok on another thread",
            () -> CompletableFuture.supplyAsync(() -> "ok"),
            status(200)),
        future(
            "future failed",
            () -> CompletableFuture.failedFuture(new OrderException()),
            status(500).handled(OrderException.class)),
        future(
            "future failed on another thread",
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      throw new OrderException();
                    }),
            status(500).handled(OrderException.class)),
        future(
            "future failed with an Error",
            () -> CompletableFuture.failedFuture(new OrderError()),
            status(500).handled(OrderError.class)),
        future(
            "future failed with nested CompletionExceptions",
            () ->
                CompletableFuture.failedFuture(
                    new CompletionException(new CompletionException(new OrderException()))),
            status(500).handled(OrderException.class)),
        Situation.of(
            "future's supplier throws",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c ->
                        c.future(
                            () -> {
                              throw new OrderException();
                            })),
            status(500).handled(OrderException.class)),
        Situation.of(
            "future timed out", (config, at) -> timeout(config), status(500).afterTimeout()),
        Situation.of(
            MAPPED_TIMEOUT,
            (config, at) -> {
              timeout(config);
              config.routes.exception(
                  CancellationException.class, (e, c) -> c.status(419).result("mapped"));
            },
            status(500).afterTimeout()),
        Situation.of(
            TIMEOUT_ERROR_MAPPED,
            (config, at) -> {
              timeout(config);
              config.routes.error(500, c -> c.status(503).result("busy"));
            },
            status(503).afterTimeout()),
        Situation.of(
            "async ok",
            (config, at) -> config.routes.get("/s/{id}", c -> c.async(() -> c.result("ok"))),
            status(200)),
        Situation.of(
            "async failed",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c ->
                        c.async(
                            () -> {
                              throw new OrderException();
                            })),
            status(500).handled(OrderException.class)),
        Situation.of(
                "async timed out",
                (config, at) -> config.routes.get("/s/{id}", c -> lateWrite(c, at, false)),
                status(500).handled(TimeoutException.class).thenUsedLate())
            .by(AsyncSituations::readAndLetGo),
        Situation.of(
                "async timed out, with a listener",
                (config, at) -> config.routes.get("/s/{id}", c -> lateWrite(c, at, true)),
                status(504).thenUsedLate())
            .by(AsyncSituations::readAndLetGo),
        sse(
            "SSE closed by the application",
            at ->
                client -> {
                  client.sendEvent("one");
                  client.sendEvent("two");
                  client.close();
                },
            status(200)),
        sse("SSE short, without an event", at -> client -> {}, status(200)),
        sse(
            "SSE kept alive, then closed",
            at ->
                client -> {
                  client.keepAlive();
                  client.sendEvent("one");
                  Thread closer = new Thread(client::close);
                  closer.start();
                },
            status(200)),
        sse(
            "SSE, its consumer throws",
            at ->
                client -> {
                  throw new OrderException();
                },
            status(200).handled(OrderException.class)),
        sse(
                "SSE cut by the client",
                at ->
                    client -> {
                      client.sendEvent("one");
                      at.await("client gone");
                      while (!client.terminated()) {
                        client.sendEvent("x".repeat(100_000));
                      }
                    },
                status(200).ending(Ending.ABORTED).handled(IOException.class))
            .by(
                visit -> {
                  RawHttpClient client = visit.connect();
                  client.send(visit.request("Accept: text/event-stream"));
                  RawResponse answer = client.readPrefix("GET", 20);
                  client.reset();
                  visit.meeting().reach("client gone");
                  return answer;
                }));
  }

  private static Situation future(
      String name, Supplier<CompletableFuture<String>> future, Expected expected) {
    return Situation.of(
        name,
        (config, at) ->
            config.routes.get("/s/{id}", c -> c.future(() -> future.get().thenAccept(c::result))),
        expected);
  }

  private static void timeout(JavalinConfig config) {
    config.http.asyncTimeout = TIMEOUT_MILLIS;
    config.routes.get("/s/{id}", c -> c.future(CompletableFuture::new));
  }

  /** Writes when its time is over, its exchange has ended, and the client has its answer. */
  private static void lateWrite(Context context, Meeting at, boolean listens) {
    context.async(
        task -> {
          task.timeout = TIMEOUT_MILLIS;
          if (listens) {
            task.onTimeout(c -> c.status(504).result("too late"));
          }
        },
        () -> {
          at.await("answer read");
          try {
            context.outputStream().write("late".getBytes(StandardCharsets.UTF_8));
          } finally {
            at.reach("late write done");
          }
        });
  }

  private static RawResponse readAndLetGo(Visit visit) {
    RawResponse answer = visit.ask();
    visit.meeting().reach("answer read");
    visit.meeting().await("late write done");
    return answer;
  }

  @FunctionalInterface
  private interface Sse {
    Consumer<SseClient> at(Meeting meeting);
  }

  private static Situation sse(String name, Sse sse, Expected expected) {
    return Situation.of(name, (config, at) -> config.routes.sse("/s/{id}", sse.at(at)), expected)
        .by(visit -> visit.ask("Accept: text/event-stream"));
  }
}
