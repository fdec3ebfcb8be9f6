package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Ending;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Bodies that are read and written without blocking. */
final class NonBlockingSituations extends SituationGroup {
  NonBlockingSituations() {
    super("nonBlocking");
  }

  /** Writes blocks as long as the container takes them, then completes. */
  static final class Blocks implements WriteListener {
    private final byte[] block = new byte[32 * 1024];
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Probe probe;
    private int left;

    Blocks(AsyncContext async, Probe probe, int count) throws IOException {
      this.async = async;
      this.out = async.getResponse().getOutputStream();
      this.probe = probe;
      this.left = count;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (out.isReady()) {
        if (left == 0) {
          probe.last();
          async.complete();
          return;
        }
        left--;
        out.write(block);
      }
    }

    @Override
    public void onError(Throwable failure) {
      probe.caught(failure);
      probe.signal("write failed");
      async.complete();
    }
  }

  /** Reads to the end, then answers with the number of bytes. */
  private static final class Counted implements ReadListener {
    private final byte[] block = new byte[1024];
    private final AsyncContext async;
    private final HttpServletResponse response;
    private final ServletInputStream in;
    private final Probe probe;
    private int count;

    Counted(AsyncContext async, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      this.async = async;
      this.response = response;
      this.in = request.getInputStream();
      this.probe = Probe.of(request);
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (in.isReady() && !in.isFinished()) {
        count += Math.max(0, in.read(block));
      }
    }

    @Override
    public void onAllDataRead() throws IOException {
      response.setStatus(201);
      response.getOutputStream().print("read " + count);
      probe.last();
      async.complete();
    }

    @Override
    public void onError(Throwable failure) {
      probe.caught(failure);
      response.setStatus(400);
      async.complete();
    }
  }

  private static Behaviour.Probed writes(int status, int blocks) {
    return (request, response, probe) -> {
      AsyncContext async = request.startAsync(request, response);
      response.setStatus(status);
      response.getOutputStream().setWriteListener(new Blocks(async, probe, blocks));
    };
  }

  @Override
  void define() {
    situation("write_nonBlocking").servlet(writes(203, 3)).expect(203);
    situation("write_nonBlocking_nothing").servlet(writes(203, 0)).expect(203);
    situation("write_nonBlocking_slowClient")
        .servlet(writes(203, 300))
        .client(
            wire -> {
              WireRequest request = wire.get();
              try (RawHttpClient client = wire.connectNarrow()) {
                client.send(request.text());
                request.read(client);
              }
            })
        .expect(203);
    situation("write_nonBlocking_clientGone")
        .servlet(writes(203, 10_000))
        .client(
            wire -> {
              WireRequest request = wire.get();
              RawHttpClient client = wire.connectNarrow();
              client.send(request.text());
              request.readPrefix(client, 20);
              client.reset();
            })
        .expect(203, Ending.ABORTED)
        .lostConnection();
    situation("write_nonBlocking_listenerThrows")
        .servlet(
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              async.setTimeout(500);
              async.addListener(new AnswersAtTimeout(), request, response);
              response
                  .getOutputStream()
                  .setWriteListener(
                      new WriteListener() {
                        @Override
                        public void onWritePossible() {
                          throw new ThrownException();
                        }

                        @Override
                        public void onError(Throwable failure) {
                          Probe.of(request).caught(failure);
                          request.getAsyncContext().complete();
                        }
                      });
            })
        .expect(500)
        .error(ThrownException.class);
    defineReads();
  }

  /** Where the timeout ends it, an error page would race with Undertow's write listener. */
  private static final class AnswersAtTimeout implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      ((HttpServletResponse) event.getSuppliedResponse()).setStatus(500);
      event.getAsyncContext().complete();
    }

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private void defineReads() {
    Behaviour counts =
        (request, response) -> {
          AsyncContext async = request.startAsync(request, response);
          request.getInputStream().setReadListener(new Counted(async, request, response));
        };
    situation("read_nonBlocking")
        .servlet(counts)
        .client(wire -> wire.request("POST").body("x".repeat(3000)).exchange())
        .expect(201);
    situation("read_nonBlocking_slowly")
        .servlet(counts)
        .client(
            wire -> {
              WireRequest request = wire.request("POST").header("Content-Length", "30");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.head());
                for (int i = 0; i < 30; i++) {
                  client.send("x");
                }
                request.read(client);
              }
            })
        .expect(201);
    situation("read_nonBlocking_cut")
        .servlet(counts)
        .client(
            wire -> {
              WireRequest request = wire.request("POST").header("Content-Length", "3000");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.head() + "only this");
                client.finishSending();
                request.read(client);
              }
            })
        .expect(400);
  }
}
