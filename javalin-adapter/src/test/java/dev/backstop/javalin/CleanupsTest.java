package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.cleanup.Held;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.javalin.ErrorSituations.OrderException;
import dev.backstop.outcome.Ending;
import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@code ctx.with(BackstopPlugin.class)} on a started server. */
class CleanupsTest {
  private final List<String> ran = new CopyOnWriteArrayList<>();

  private static BackstopPlugin.Cleanups cleanups(Context context) {
    return context.with(BackstopPlugin.class);
  }

  @Test
  void register_beforeAndHandler_lastRegisteredRunsFirst() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config -> {
              config.routes.before(
                  c -> cleanups(c).register("before", outcome -> ran.add("before")));
              config.routes.get(
                  "/s/{id}",
                  c -> {
                    cleanups(c).register("first", outcome -> ran.add("first"));
                    cleanups(c).register("second", outcome -> ran.add("second"));
                    c.result("ok");
                  });
              config.routes.after(c -> cleanups(c).register("after", outcome -> ran.add("after")));
            })) {
      running.ask("/s/1");
      running.outcome("/s/1");
    }
    assertThat(ran).containsExactly("after", "second", "first", "before");
  }

  @Test
  void register_resource_returnedAndReleasedAtTheEnd() {
    StringBuilder resource = new StringBuilder("open");
    AtomicReference<String> inHandler = new AtomicReference<>();
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      StringBuilder same =
                          cleanups(c).register("resource", resource, r -> r.append(", released"));
                      inHandler.set(same.toString());
                      c.result("ok");
                    }))) {
      running.ask("/s/1");
      running.outcome("/s/1");
    }
    assertThat(inHandler).hasValue("open");
    assertThat(resource).hasToString("open, released");
  }

  @Test
  void register_handlerThrowsAndMapperAnswers_cleanupSeesStatusRouteAndError() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config -> {
              config.routes.get(
                  "/s/{id}",
                  c -> {
                    cleanups(c)
                        .register(
                            "audit",
                            outcome ->
                                ran.add(
                                    outcome.status()
                                        + " "
                                        + outcome.route()
                                        + " "
                                        + outcome.error().getClass().getSimpleName()));
                    throw new OrderException();
                  });
              config.routes.exception(OrderException.class, (e, c) -> c.status(409));
            })) {
      running.ask("/s/1");
      running.outcome("/s/1");
    }
    assertThat(ran).containsExactly("409 /s/{id} OrderException");
  }

  @Test
  void hold_releasedEarly_notAgainAtTheEnd() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      Held<String> early = cleanups(c).hold("early", "early", ran::add);
                      cleanups(c).hold("kept", "kept", ran::add);
                      early.runNow();
                      ran.add("handler");
                      c.result("ok");
                    }))) {
      running.ask("/s/1");
      running.outcome("/s/1");
    }
    assertThat(ran).containsExactly("early", "handler", "kept");
  }

  @Test
  void register_inFuture_runsAfterIt() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      cleanups(c).register("handler", outcome -> ran.add("released"));
                      c.future(
                          () ->
                              CompletableFuture.runAsync(
                                  () -> {
                                    cleanups(c)
                                        .register(
                                            "future", outcome -> ran.add("" + outcome.status()));
                                    ran.add("answer");
                                    c.status(202).result("ok");
                                  }));
                    }))) {
      running.ask("/s/1");
      running.outcome("/s/1");
    }
    assertThat(ran).containsExactly("answer", "202", "released");
  }

  @Test
  void register_sseCutByTheClient_runsWithTheAbort() {
    Meeting at = new Meeting();
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config ->
                config.routes.sse(
                    "/s/{id}",
                    sse -> {
                      cleanups(sse.ctx())
                          .register("sse", outcome -> ran.add("" + outcome.ending()));
                      sse.onClose(() -> ran.add("closed"));
                      sse.sendEvent("one");
                      at.await("client gone");
                      while (!sse.terminated()) {
                        sse.sendEvent("x".repeat(100_000));
                      }
                    }))) {
      RawHttpClient client = running.connect();
      client.send(Running.get("/s/1", "Accept: text/event-stream"));
      client.readPrefix("GET", 20);
      client.reset();
      at.reach("client gone");

      assertThat(running.outcome("/s/1").ending()).isEqualTo(Ending.ABORTED);
    }
    assertThat(ran).containsExactly("closed", "ABORTED");
  }

  @Test
  void exchange_isTheOneOfTheRequest() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      Exchange exchange = cleanups(c).exchange();
                      c.result(
                          exchange.path()
                              + " "
                              + exchange.route()
                              + " "
                              + (exchange == Exchange.of(c.req()))
                              + " "
                              + (cleanups(c).registry() == exchange.cleanups()));
                    }))) {
      assertThat(running.ask("/s/1").text()).isEqualTo("/s/1 /s/{id} true true");
    }
  }

  @Test
  void register_beforeUpgrade_runsAtItsEnd() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config -> {
              config.routes.wsBeforeUpgrade(
                  c -> cleanups(c).register("ws", outcome -> ran.add("" + outcome.status())));
              config.routes.ws("/s/{id}", ws -> {});
            })) {
      running.ask(
          "/s/1",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version: 13");
      running.outcome("/s/1");
    }
    assertThat(ran).containsExactly("101");
  }
}
