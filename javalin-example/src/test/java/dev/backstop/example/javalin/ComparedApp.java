package dev.backstop.example.javalin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The application that is asked in each of {@link ComparedSituation}, by whatever observes it. */
final class ComparedApp {
  private static final long ASYNC_TIMEOUT_MILLIS = 300;
  private static final int STREAM_BYTES = 100_000; // more than any buffer

  private ComparedApp() {}

  /** What its own handlers throw and map. */
  @SuppressWarnings("serial") // never serialized
  private static final class SoldOutException extends RuntimeException {}

  /**
   * Starts it on any free port.
   *
   * @param instrument configured first, as an application would
   */
  static Javalin start(Consumer<JavalinConfig> instrument) {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.http.asyncTimeout = ASYNC_TIMEOUT_MILLIS;
              config.staticFiles.add("/compared", Location.CLASSPATH);
              instrument.accept(config);
              config.requestLogger.http(ComparedApp::log);
              routes(config);
            })
        .start("127.0.0.1", 0);
  }

  private static void log(Context ctx, float millis) {
    if (ctx.path().equals("/logger-throws")) {
      throw new IllegalStateException("the log is full");
    }
  }

  private static void routes(JavalinConfig config) {
    config.routes.get("/ok/{id}", ctx -> ctx.result("ok"));
    config.routes.get("/head/{id}", ctx -> ctx.result("ok"));
    config.routes.get("/logger-throws", ctx -> ctx.result("ok"));
    config.routes.get("/mapped", ComparedApp::sellOut);
    config.routes.get(
        "/unmapped",
        ctx -> {
          throw new IllegalStateException("nobody maps this");
        });
    config.routes.get("/swallowed", ComparedApp::sellOut);
    config.routes.before("/moved", ctx -> ctx.redirect("/ok/1"));
    config.routes.before(
        "/skipped/{id}", ctx -> ctx.result("answered in front").skipRemainingHandlers());
    config.routes.get("/skipped/{id}", ctx -> ctx.result("not reached"));
    config.routes.get("/after-throws", ctx -> ctx.result("ok"));
    config.routes.after("/after-throws", ComparedApp::sellOut);
    config.routes.get("/future", ctx -> ctx.future(ComparedApp::failing));
    config.routes.get("/timeout", ctx -> ctx.future(CompletableFuture::new));
    config.routes.get(
        "/future-timeout",
        ctx ->
            ctx.future(
                () ->
                    new CompletableFuture<>()
                        .orTimeout(ASYNC_TIMEOUT_MILLIS / 3, TimeUnit.MILLISECONDS)));
    config.routes.get("/async-timeout", ComparedApp::workTooLong);
    config.routes.post("/upload", ctx -> ctx.result("got " + ctx.bodyAsBytes().length));
    config.routes.get("/stream", ctx -> ctx.result(new BreakingStream()));
    config.routes.sse("/events", ComparedApp::sendUntilGone);
    config.routes.ws("/socket", ws -> ws.onMessage(message -> {}));
    config.routes.exception(
        SoldOutException.class,
        (e, ctx) -> ctx.status(ctx.path().equals("/swallowed") ? 200 : 409).result("sold out"));
    config.routes.exception(CancellationException.class, (e, ctx) -> ctx.status(503));
    config.routes.exception(TimeoutException.class, (e, ctx) -> ctx.status(503));
  }

  private static void sellOut(Context ctx) {
    throw new SoldOutException();
  }

  private static CompletableFuture<Void> failing() {
    return CompletableFuture.runAsync(
        () -> {
          throw new SoldOutException();
        });
  }

  private static void workTooLong(Context ctx) {
    CountDownLatch never = new CountDownLatch(1);
    ctx.async(
        task -> {
          task.timeout = ASYNC_TIMEOUT_MILLIS / 3;
          task.onTimeout(late -> late.status(503).result("later"));
        },
        () -> never.await(1, TimeUnit.SECONDS));
  }

  private static void sendUntilGone(SseClient client) {
    while (!client.terminated()) {
      client.sendEvent("tick", "x".repeat(1_000));
    }
  }

  /** Gives many bytes, and then fails. */
  private static final class BreakingStream extends InputStream {
    private int left = STREAM_BYTES;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      read(one, 0, 1);
      return one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("the disk is gone");
      }
      int count = Math.min(length, left);
      Arrays.fill(into, offset, offset + count, (byte) 'x');
      left -= count;
      return count;
    }
  }

  /** Runs it until standard input ends; the first line that it prints is its port. */
  public static void main(String[] arguments) throws IOException {
    Javalin app = start(config -> {});
    System.out.println(app.port());
    while (System.in.read() >= 0) {}
    app.stop();
    System.exit(0); // Javalin's asynchronous threads would keep the JVM for a minute
  }
}
