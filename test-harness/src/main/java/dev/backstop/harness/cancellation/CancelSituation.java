package dev.backstop.harness.cancellation;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.http2.Http2Connection;
import dev.backstop.harness.http2.Http2Stream;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens to one exchange; the name of a row of {@link CancellationTable}. */
enum CancelSituation {
  /** Asynchronous, idle: the client goes away with a TCP reset. */
  IDLE_CLIENT_RESETS {
    @Override
    String play(Play play) throws Exception {
      return play.idle(RawHttpClient::reset);
    }
  },
  /** Asynchronous, idle: the client closes its connection in order. */
  IDLE_CLIENT_CLOSES {
    @Override
    String play(Play play) throws Exception {
      return play.idle(RawHttpClient::close);
    }
  },
  /** Asynchronous, idle: the client sends no more, and waits for its answer. */
  IDLE_CLIENT_HALF_CLOSES {
    @Override
    String play(Play play) throws Exception {
      return play.idle(RawHttpClient::finishSending);
    }
  },
  /** Asynchronous: the client resets, and then a thread of the application writes. */
  ASYNC_WRITE_FAILS {
    @Override
    String play(Play play) throws Exception {
      CompletableFuture<AsyncContext> started = new CompletableFuture<>();
      return play.on(
          (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            async.setTimeout(0);
            started.complete(async);
          },
          stage -> {
            stage.request().reset();
            AsyncContext async = Stage.await(started);
            writeUntilItFails(async);
            String told = stage.told(play.expected());
            completeUnlessEnded(async);
            return told;
          });
    }
  },
  /** The servlet works, and writes nothing: the client resets. */
  BLOCKED_CLIENT_RESETS {
    @Override
    String play(Play play) throws Exception {
      CountDownLatch goOn = new CountDownLatch(1);
      return play.on(
          (request, response) -> awaitSignal(goOn),
          stage -> {
            stage.request().reset();
            String told = stage.told(play.expected());
            goOn.countDown();
            return told;
          });
    }
  },
  /** The servlet writes more than the sockets hold: the client resets. */
  BLOCKING_WRITE_FAILS {
    @Override
    String play(Play play) throws Exception {
      CountDownLatch goOn = new CountDownLatch(1);
      return play.on(
          (request, response) -> {
            try {
              response.getOutputStream().write(new byte[9 << 20]);
            } catch (IOException gone) {
              awaitSignal(goOn); // what is told is told now, not by the end
            }
          },
          stage -> {
            RawHttpClient client = stage.request();
            client.readPrefix("GET", 20);
            client.reset();
            String told = stage.told(play.expected());
            goOn.countDown();
            return told;
          });
    }
  },
  /** The client has read all of the answer, and resets before the servlet returns. */
  CLIENT_LEAVES_AFTER_THE_ANSWER {
    @Override
    String play(Play play) throws Exception {
      CountDownLatch left = new CountDownLatch(1);
      return play.on(
          (request, response) -> {
            response.setContentLength(2);
            response.getOutputStream().print("ok");
            response.flushBuffer();
            awaitSignal(left);
          },
          stage -> {
            RawHttpClient client = stage.request();
            client.read("GET");
            client.reset();
            left.countDown();
            return stage.told(play.expected());
          });
    }
  },
  /** The head is larger than the container allows: no client has gone. */
  HEAD_TOO_LARGE {
    @Override
    String play(Play play) throws Exception {
      return play.on(
          (request, response) -> {
            response.setHeader("Large", "x".repeat(1 << 20));
            try {
              response.getOutputStream().print("ok");
              response.flushBuffer();
            } catch (IOException | IllegalStateException | IllegalArgumentException refused) {
              return; // as containers tell it
            }
          },
          stage -> {
            try (RawHttpClient client = stage.request()) {
              client.read("GET");
              return stage.told(play.expected());
            }
          });
    }
  },
  /** The application writes after it has closed the response: no client has gone. */
  WRITE_AFTER_CLOSE {
    @Override
    String play(Play play) throws Exception {
      return play.on(
          (request, response) -> {
            OutputStream out = response.getOutputStream();
            out.write('1');
            out.close();
            try {
              out.write(new byte[1000]);
              out.flush();
            } catch (IOException | IllegalStateException closed) {
              return; // as containers tell it
            }
          },
          stage -> {
            try (RawHttpClient client = stage.request()) {
              client.read("GET");
              return stage.told(play.expected());
            }
          });
    }
  },
  /** The container's asynchronous timeout passes. */
  ASYNC_TIMEOUT {
    @Override
    String play(Play play) throws Exception {
      return play.on(
          (request, response) -> request.startAsync().setTimeout(100),
          stage -> {
            RawHttpClient client = stage.request();
            String told = stage.told(play.expected());
            client.close();
            return told;
          });
    }
  },
  /** The context stops while an asynchronous exchange is idle. */
  CONTEXT_STOPS {
    @Override
    String play(Play play) throws Exception {
      return play.on(
          (request, response) -> request.startAsync().setTimeout(0),
          stage -> {
            RawHttpClient client = stage.request();
            stage.stopContext();
            String told = stage.told(play.expected());
            client.close();
            return told;
          });
    }
  },
  /** HTTP/2, asynchronous, idle: the client resets the stream. */
  HTTP2_IDLE_STREAM_RESET {
    @Override
    String play(Play play) throws Exception {
      return play.http2Idle((connection, stream) -> stream.reset());
    }
  },
  /** HTTP/2, asynchronous, idle: the client resets the connection. */
  HTTP2_IDLE_CONNECTION_CUT {
    @Override
    String play(Play play) throws Exception {
      return play.http2Idle((connection, stream) -> connection.cut());
    }
  },
  /** HTTP/2, a write is stuck, since the client opens no window: the client resets the stream. */
  HTTP2_WRITE_STUCK_STREAM_RESET {
    @Override
    String play(Play play) throws Exception {
      CountDownLatch goOn = new CountDownLatch(1);
      return play.on(
          (request, response) -> {
            try {
              OutputStream out = response.getOutputStream();
              for (int i = 0; i < 2048; i++) {
                out.write(new byte[4096]);
              }
            } catch (IOException gone) {
              awaitSignal(goOn); // what is told is told now, not by the end
            }
          },
          stage -> {
            try (Http2Connection connection = Http2Connection.connect(stage.port(), WINDOW)) {
              Http2Stream stream = connection.getWithoutReading(Stage.PATH);
              stream.awaitBody(WINDOW);
              stage.awaitStuck();
              stream.reset();
              String told = stage.told(play.expected());
              goOn.countDown();
              return told;
            }
          });
    }
  },
  /** HTTP/2: the servlet works, and writes nothing; the client resets the stream. */
  HTTP2_BLOCKED_STREAM_RESET {
    @Override
    String play(Play play) throws Exception {
      CountDownLatch goOn = new CountDownLatch(1);
      return play.on(
          (request, response) -> awaitSignal(goOn),
          stage -> {
            try (Http2Connection connection = Http2Connection.connect(stage.port(), WINDOW)) {
              Http2Stream stream = connection.get(Stage.PATH);
              stage.cancellation();
              stream.reset();
              connection.roundTrip();
              String told = stage.told(play.expected());
              goOn.countDown();
              return told;
            }
          });
    }
  };

  private static final int WINDOW = 16 * 1024;

  /** Plays it, and returns what the application was told. */
  abstract String play(Play play) throws Exception;

  private static void awaitSignal(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(RawHttpClient.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
      throw new AssertionError("the signal did not come");
    }
  }

  private static void writeUntilItFails(AsyncContext async) {
    byte[] block = new byte[64 * 1024];
    try {
      OutputStream out = async.getResponse().getOutputStream();
      for (int i = 0; i < 10_000; i++) {
        out.write(block);
        out.flush();
      }
    } catch (IOException | IllegalStateException | NullPointerException failed) {
      return; // the container may have ended it by itself, and taken the response away
    }
    throw new AssertionError("600 MB were written to nobody");
  }

  static void completeUnlessEnded(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException | NullPointerException ended) {
      // The container has told the application by onError, and ended it.
    }
  }
}
