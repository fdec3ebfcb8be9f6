package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.javalin.BodySituations.BrokenException;
import dev.backstop.javalin.BodySituations.BrokenStream;
import dev.backstop.javalin.ErrorSituations.OrderError;
import dev.backstop.javalin.ErrorSituations.OrderException;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.ServletOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What plain Javalin 7.2 gets wrong, shown on it first, and then with the plugin. */
class JavalinFaultsTest {
  // A request logger that throws ----------------------------------------------------------------

  @Test
  void loggerThrows_plain_500WithTheBodyOfThe200AndNoOtherLogger() {
    AtomicInteger logged = new AtomicInteger();
    try (Running plain = new Running(Setup.PLAIN, throwingLogger(logged))) {
      RawResponse answer = plain.ask("/s/1");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).isEqualTo("ok");
    }
    assertThat(logged).hasValue(0);
  }

  @Test
  void loggerThrows_plugin_200AndTheOtherLoggersRun() {
    AtomicInteger logged = new AtomicInteger();
    try (Running fenced = new Running(Setup.WITH_PLUGIN, throwingLogger(logged))) {
      fenced.falls(PitfallKind.ERROR_SWALLOWED);
      assertThat(fenced.ask("/s/1").status()).isEqualTo(200);
      assertThat(fenced.outcome("/s/1").status()).isEqualTo(200);
      assertThat(fenced.outcome("/s/1").error()).isInstanceOf(OrderException.class);
    }
    assertThat(logged).hasValue(1);
  }

  private static Consumer<JavalinConfig> throwingLogger(AtomicInteger logged) {
    return config -> {
      config.routes.get("/s/{id}", c -> c.result("ok"));
      config.requestLogger.http(
          (c, millis) -> {
            throw new OrderException();
          });
      config.requestLogger.http((c, millis) -> logged.incrementAndGet());
    };
  }

  // A mapper that answers after the timeout ------------------------------------------------------

  @Test
  void timeoutMapped_plain_logAndClientDisagree() {
    List<Integer> logged = new CopyOnWriteArrayList<>();
    try (Running plain = new Running(Setup.PLAIN, mappedTimeout(logged))) {
      assertThat(plain.ask("/s/1").status()).isEqualTo(419);
    }
    assertThat(logged).containsExactly(500);
  }

  @Test
  void timeoutMapped_plugin_clientReadsWhatWasLogged() {
    List<Integer> logged = new CopyOnWriteArrayList<>();
    try (Running fenced = new Running(Setup.WITH_PLUGIN, mappedTimeout(logged))) {
      assertThat(fenced.ask("/s/1").status()).isEqualTo(500);
      assertThat(fenced.outcome("/s/1").status()).isEqualTo(500);
      assertThat(fenced.outcome("/s/1").timedOut()).isTrue();
    }
    assertThat(logged).containsExactly(500);
  }

  private static Consumer<JavalinConfig> mappedTimeout(List<Integer> logged) {
    return config -> {
      config.http.asyncTimeout = 100;
      config.routes.get("/s/{id}", c -> c.future(CompletableFuture::new));
      config.routes.exception(CancellationException.class, (e, c) -> c.status(419));
      config.requestLogger.http((c, millis) -> logged.add(c.statusCode()));
    };
  }

  // A gzip stream that cannot be closed, its client gone ----------------------------------------

  @Test
  void gzipOfAFuture_clientGone_plain_neverCompletesOnJdk17() {
    Meeting at = new Meeting();
    CompletableFuture<String> future = new CompletableFuture<>();
    try (Running plain = new Running(Setup.PLAIN, gzipOfAFuture(at, future))) {
      leaveBeforeTheAnswer(plain, at, future);

      if (Runtime.version().feature() < 21) {
        // Javalin has returned from all that it does about this request.
        assertThat(plain.active()).isEqualTo(1);
      } else {
        awaitIdle(plain); // later JDKs close a deflater's stream even where it cannot be flushed
      }
    }
  }

  @Test
  void gzipOfAFuture_clientGone_plugin_completes() {
    Meeting at = new Meeting();
    CompletableFuture<String> future = new CompletableFuture<>();
    try (Running fenced = new Running(Setup.WITH_PLUGIN, gzipOfAFuture(at, future))) {
      leaveBeforeTheAnswer(fenced, at, future);

      awaitIdle(fenced);
      assertThat(fenced.outcome("/s/1").ending()).isEqualTo(Ending.ABORTED);
    }
  }

  private static Consumer<JavalinConfig> gzipOfAFuture(
      Meeting at, CompletableFuture<String> future) {
    return config ->
        config.routes.get(
            "/s/{id}",
            c -> {
              c.future(() -> future.thenAccept(c::result));
              at.reach("handler");
            });
  }

  private static void leaveBeforeTheAnswer(
      Running server, Meeting at, CompletableFuture<String> future) {
    RawHttpClient client = server.connect();
    client.send(Running.get("/s/1", "Accept-Encoding: gzip"));
    at.await("handler");
    Awaitility.await().until(() -> future.getNumberOfDependents() > 0);
    client.reset();
    future.complete(incompressible(16 * 1024 * 1024)); // Javalin answers on this thread
  }

  private static String incompressible(int length) {
    return new Random(1)
        .ints(length, '!', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void awaitIdle(Running server) {
    Awaitility.await().untilAsserted(() -> assertThat(server.active()).isZero());
  }

  // A late write ---------------------------------------------------------------------------------

  @Test
  void lateWrite_plain_landsInTheNextAnswer() {
    Meeting at = new Meeting();
    try (Running plain = new Running(Setup.PLAIN, lateWrite(at))) {
      assertThat(askTwice(plain).text()).contains("secret");
    }
  }

  @Test
  void lateWrite_plugin_goesNowhere() {
    Meeting at = new Meeting();
    try (Running fenced = new Running(Setup.WITH_PLUGIN, lateWrite(at))) {
      fenced.falls(PitfallKind.RESPONSE_AFTER_END);
      RawResponse next = askTwice(fenced);

      assertThat(next.status()).isEqualTo(200);
      assertThat(next.text()).isEqualTo("next");
      assertThat(fenced.outcome("/late").status()).isEqualTo(500);
      assertThat(fenced.outcome("/next").error()).isNull();
    }
  }

  private static Consumer<JavalinConfig> lateWrite(Meeting at) {
    return config -> {
      config.routes.get(
          "/late",
          c -> {
            ServletOutputStream out = c.res().getOutputStream();
            c.async(
                task -> task.timeout = 100,
                () -> {
                  at.await("next");
                  try {
                    out.write("secret".getBytes(StandardCharsets.UTF_8));
                  } finally {
                    at.reach("written");
                  }
                });
          });
      config.routes.get(
          "/next",
          c -> {
            at.reach("next");
            at.await("written");
            c.result("next");
          });
    };
  }

  private static RawResponse askTwice(Running server) {
    try (RawHttpClient client = server.connect()) {
      assertThat(client.send(Running.get("/late")).read("GET").status()).isEqualTo(500);
      return client.send(Running.get("/next")).read("GET");
    }
  }

  // A handler of Errors that throws --------------------------------------------------------------

  private static final int ENOUGH = 1000;

  @Test
  void javaLangErrorHandlerThrows_plain_isCalledWithoutEnd() {
    AtomicInteger calls = new AtomicInteger();
    try (Running plain = new Running(Setup.PLAIN, throwingErrorHandler(calls))) {
      assertThat(plain.ask("/s/1").status()).isEqualTo(500);
    }
    assertThat(calls).hasValue(ENOUGH);
  }

  @Test
  void javaLangErrorHandlerThrows_plugin_isCalledOnce() {
    AtomicInteger calls = new AtomicInteger();
    try (Running fenced = new Running(Setup.WITH_PLUGIN, throwingErrorHandler(calls))) {
      assertThat(fenced.ask("/s/1").status()).isEqualTo(500);
      assertThat(fenced.outcome("/s/1").error()).isInstanceOf(OrderError.class);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void javaLangErrorHandlerThrows_pluginAndLoggersError_answerStays() {
    AtomicInteger calls = new AtomicInteger();
    Consumer<JavalinConfig> application =
        throwingErrorHandler(calls)
            .andThen(
                config ->
                    config.requestLogger.http(
                        (c, millis) -> {
                          throw new OrderError();
                        }));
    try (Running fenced = new Running(Setup.WITH_PLUGIN, application)) {
      fenced.falls(PitfallKind.ERROR_SWALLOWED);
      RawResponse answer = fenced.ask("/ok");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("ok");
      assertThat(fenced.outcome("/ok").status()).isEqualTo(200);
    }
    assertThat(calls).hasValue(1);
  }

  private static Consumer<JavalinConfig> throwingErrorHandler(AtomicInteger calls) {
    return config -> {
      config.router.javaLangErrorHandler(
          (response, error) -> {
            if (calls.incrementAndGet() < ENOUGH) { // else it would never end
              throw error;
            }
          });
      config.routes.get(
          "/s/{id}",
          c -> {
            throw new OrderError();
          });
      config.routes.get("/ok", c -> c.result("ok"));
    };
  }

  // A result stream that fails half way ----------------------------------------------------------

  @Test
  void brokenStream_plain_cleanlyTerminated200WithoutLog() {
    AtomicInteger logged = new AtomicInteger();
    try (Running plain = new Running(Setup.PLAIN, brokenStream(logged))) {
      RawResponse answer = plain.ask("/s/1");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.isComplete()).isTrue();
    }
    assertThat(logged).hasValue(0);
  }

  @Test
  void brokenStream_plugin_recordedAsFailed() {
    AtomicInteger logged = new AtomicInteger();
    try (Running fenced = new Running(Setup.WITH_PLUGIN, brokenStream(logged))) {
      fenced.falls(PitfallKind.ERROR_SWALLOWED);
      RawResponse answer = fenced.ask("/s/1");

      Outcome outcome = fenced.outcome("/s/1");
      assertThat(outcome.status()).isEqualTo(200);
      assertThat(outcome.error()).isInstanceOf(BrokenException.class);
      assertThat(outcome.failed()).isTrue();
      assertThat(outcome.bytesWritten()).isEqualTo(answer.body().length).isLessThan(200_001);
      assertThat(fenced.recorder().now("/s/1").logs()).hasSize(1);
    }
  }

  private static Consumer<JavalinConfig> brokenStream(AtomicInteger logged) {
    return config -> {
      config.routes.get("/s/{id}", c -> c.result(new BrokenStream(200_000)));
      config.requestLogger.http((c, millis) -> logged.incrementAndGet());
    };
  }

  // An upload whose client leaves ----------------------------------------------------------------

  @Test
  void abortedUpload_plain_loggedAs500() {
    Meeting at = new Meeting();
    List<Integer> logged = new CopyOnWriteArrayList<>();
    try (Running plain = new Running(Setup.PLAIN, upload(at, logged))) {
      leaveInUpload(plain, at);

      at.await("logged");
    }
    assertThat(logged).containsExactly(500);
  }

  @Test
  void abortedUpload_plugin_recordedAsAborted() {
    Meeting at = new Meeting();
    try (Running fenced =
        new Running(Setup.WITH_PLUGIN, upload(at, new CopyOnWriteArrayList<>()))) {
      leaveInUpload(fenced, at);

      Outcome outcome = fenced.outcome("/s/1");
      assertThat(outcome.ending()).isEqualTo(Ending.ABORTED);
      assertThat(outcome.errorType()).endsWith("EofException");
    }
  }

  private static Consumer<JavalinConfig> upload(Meeting at, List<Integer> logged) {
    return config -> {
      config.routes.post(
          "/s/{id}",
          c -> {
            at.reach("handler");
            c.result("got " + c.bodyAsBytes().length);
          });
      config.requestLogger.http(
          (c, millis) -> {
            logged.add(c.statusCode());
            at.reach("logged");
          });
    };
  }

  private static void leaveInUpload(Running server, Meeting at) {
    RawHttpClient client = server.connect();
    client.send("POST /s/1 HTTP/1.1\r\nHost: test\r\nContent-Length: 500000\r\n\r\n");
    client.send(new byte[1000]);
    at.await("handler");
    client.reset();
  }
}
