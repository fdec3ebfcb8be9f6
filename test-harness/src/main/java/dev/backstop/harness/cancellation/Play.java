package dev.backstop.harness.cancellation;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.Recording;
import dev.backstop.harness.ServerStarter;
import dev.backstop.harness.http2.Http2Connection;
import dev.backstop.harness.http2.Http2Stream;
import jakarta.servlet.AsyncContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One situation on one container.
 *
 * @param expected the cell of the table
 */
record Play(ServerStarter starter, String expected) {
  private static final int WINDOW = 16 * 1024;

  /** What the client and the application do once the request has come. */
  interface Script {
    String run(Stage stage) throws Exception;
  }

  /** Plays on a server of its own; the exchange has then ended, once. */
  String on(Stage.Handler handler, Script script) throws Exception {
    Stage stage = new Stage(starter, handler);
    try {
      String told = script.run(stage);
      Recording recording = stage.end();
      if (recording.opened() != 1 || recording.ends().size() != 1) {
        throw new AssertionError("it did not end once: " + recording);
      }
      return told;
    } finally {
      stage.stop();
    }
  }

  /** An idle asynchronous exchange, and a client that leaves. */
  String idle(Consumer<RawHttpClient> leave) throws Exception {
    CompletableFuture<AsyncContext> started = new CompletableFuture<>();
    return on(
        idle(started),
        stage -> {
          RawHttpClient client = stage.request();
          stage.awaitIdle();
          leave.accept(client);
          return toldOf(stage, started);
        });
  }

  /** An idle asynchronous exchange over HTTP/2, and a client that leaves. */
  String http2Idle(BiConsumer<Http2Connection, Http2Stream> leave) throws Exception {
    CompletableFuture<AsyncContext> started = new CompletableFuture<>();
    return on(
        idle(started),
        stage -> {
          try (Http2Connection connection = Http2Connection.connect(stage.port(), WINDOW)) {
            Http2Stream stream = connection.get(Stage.PATH);
            stage.awaitIdle();
            leave.accept(connection, stream);
            return toldOf(stage, started);
          }
        });
  }

  private static Stage.Handler idle(CompletableFuture<AsyncContext> started) {
    return (request, response) -> {
      AsyncContext async = request.startAsync();
      async.setTimeout(0);
      started.complete(async);
    };
  }

  private String toldOf(Stage stage, CompletableFuture<AsyncContext> started) {
    String told = stage.told(expected);
    CancelSituation.completeUnlessEnded(Stage.await(started));
    return told;
  }
}
