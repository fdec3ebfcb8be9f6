package dev.backstop.harness.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.harness.ServerStarter;
import dev.backstop.harness.http2.Http2Answer.End;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Backstop guarantees, over HTTP/2: the status is that of the HEADERS frame, an answer that
 * ended with END_STREAM is {@code COMPLETED}, one that did not is not, a reset stream ends once,
 * and its cleanups hold up no other stream of the connection.
 *
 * <p>Extend it and start the container.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Http2Contract implements ServerStarter {
  private static final int WINDOW = 16 * 1024;
  private static final int HUGE = 8 * 1024 * 1024;

  private final Recorder recorder = new Recorder();
  private final Http2Site site = new Http2Site();
  private ServerStarter.Server server;
  private Http2Connection connection;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // set by start() and connect()
  protected Http2Contract() {}

  /** {@return what is particular to the container; what is not listed is the same for all} */
  protected abstract Set<Http2Fact> facts();

  private boolean tellsOf(Http2Fact fact) {
    return facts().contains(fact);
  }

  @BeforeAll
  final void startServer() throws Exception {
    server = start(context -> site.initialize(context, recorder.backstop()), Map.of());
  }

  @BeforeEach
  final void connect() {
    connection = Http2Connection.connect(server.port(), WINDOW);
  }

  @AfterEach
  final void disconnect() {
    connection.close();
  }

  @AfterAll
  final void stopServer() throws Exception {
    server.stop();
    recorder.close();
    for (String path : recorder.paths()) {
      Recording recording = recorder.now(path);
      assertThat(recording.opened()).as("opened " + path).isEqualTo(1);
      assertThat(recording.ends()).as("ended " + path).hasSize(1);
      assertThat(recording.logs()).as("logged " + path).hasSize(1);
      assertThat(recording.spans()).as("traced " + path).hasSize(1);
      assertThat(recording.pitfalls())
          .as("pitfalls of " + path)
          .extracting(Pitfall::kind)
          .doesNotContain(PitfallKind.NEVER_ENDED, PitfallKind.OBSERVER_FAILED);
    }
  }

  // Situations ---------------------------------------------------------------------------------

  /** Something that a handler and the test wait for. */
  private static final class Signal {
    private final CountDownLatch latch = new CountDownLatch(1);

    void give() {
      latch.countDown();
    }

    void await() throws InterruptedException {
      if (!latch.await(RawHttpClient.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the signal did not come");
      }
    }
  }

  private static void write(HttpServletResponse response, int bytes) throws IOException {
    byte[] block = new byte[4096];
    OutputStream out = response.getOutputStream();
    for (int left = bytes; left > 0; left -= block.length) {
      out.write(block, 0, Math.min(left, block.length));
    }
  }

  private Http2Answer get(String path, Http2Site.Handler handler) {
    site.on(path, handler);
    return connection.get(path).answer();
  }

  /** The exchange ended as its frames tell. */
  private Outcome assertTold(String path, Http2Answer answer) {
    Outcome outcome = recorder.await(path).outcome();
    assertThat(outcome.statusSource()).isEqualTo(StatusSource.CONTAINER);
    if (answer.status() > 0) {
      assertThat(outcome.status()).as("status").isEqualTo(answer.status());
    }
    if (answer.isComplete()) {
      assertThat(outcome.ending()).as("ending").isEqualTo(Ending.COMPLETED);
      assertThat(outcome.bytesWritten()).as("bytes").isEqualTo(answer.bodyBytes());
    } else if (answer.end() == End.RESET) {
      assertThat(outcome.ending()).as("ending").isEqualTo(Ending.TRUNCATED);
    } else {
      assertThat(outcome.ending()).as("ending").isIn(Ending.ABORTED, Ending.TRUNCATED);
    }
    return outcome;
  }

  /** The client went away while the server could not write, or before it wrote. */
  private Outcome assertAborted(String path, Http2Answer answer) {
    assertThat(answer.end()).isEqualTo(End.LEFT);
    Outcome outcome = assertTold(path, answer);
    assertThat(outcome.ending()).as("ending").isEqualTo(Ending.ABORTED);
    return outcome;
  }

  // The whole answer ---------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 100_000})
  void answer_withBody_isCompleted(int bytes) {
    String path = "/body/" + bytes;
    Http2Answer answer =
        get(
            path,
            (request, response) -> {
              response.setStatus(201);
              write(response, bytes);
            });

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.bodyBytes()).isEqualTo(bytes);
    assertTold(path, answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 304, 404, 503})
  void answer_withoutBody_isCompleted(int status) {
    String path = "/empty/" + status;
    Http2Answer answer = get(path, (request, response) -> response.setStatus(status));

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.status()).isEqualTo(status);
    assertTold(path, answer);
  }

  @Test
  void answer_toHead_hasNoBytes() {
    site.on("/head", (request, response) -> write(response, 100));

    Http2Answer answer = connection.open("HEAD", "/head", true, true).answer();

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.bodyBytes()).isZero();
    assertTold("/head", answer);
  }

  @Test
  void answer_flushedOften_isCompleted() {
    Http2Answer answer =
        get(
            "/flushed",
            (request, response) -> {
              for (int i = 0; i < 20; i++) {
                write(response, 5000);
                response.flushBuffer();
              }
            });

    assertThat(answer.bodyBytes()).isEqualTo(100_000);
    assertTold("/flushed", answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 100_000})
  void answer_withTrailers_isCompleted(int bytes) {
    String path = "/trailers/" + bytes;
    Http2Answer answer =
        get(
            path,
            (request, response) -> {
              response.setTrailerFields(() -> Map.of("checksum", "42"));
              write(response, bytes);
            });

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.trailers()).containsEntry("checksum", "42");
    assertTold(path, answer);
  }

  @Test
  void answer_afterInterim_hasTheFinalStatus() {
    site.on(
        "/continue",
        (request, response) -> {
          request.getInputStream().readAllBytes();
          response.setStatus(202);
        });

    Http2Stream stream =
        connection.open("POST", "/continue", false, true, "expect", "100-continue");
    stream.send(10, true);
    Http2Answer answer = stream.answer();

    assertThat(answer.status()).isEqualTo(202);
    assertTold("/continue", answer);
  }

  @Test
  void answer_toUpload_isCompleted() {
    site.on(
        "/upload",
        (request, response) -> {
          int bytes = request.getInputStream().readAllBytes().length;
          response.setStatus(bytes == 30_000 ? 201 : 400);
        });

    Http2Stream stream = connection.open("POST", "/upload", false, true);
    stream.send(15_000, false);
    stream.send(15_000, true);
    Http2Answer answer = stream.answer();

    assertThat(answer.status()).isEqualTo(201);
    assertTold("/upload", answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void answer_uploadLeftUnread_isCompleted(int bytes) {
    String path = "/refused/" + bytes;
    site.on(
        path,
        (request, response) -> {
          response.setStatus(413);
          write(response, bytes);
        });

    Http2Stream stream = connection.open("POST", path, false, true);
    stream.trySend(1000);
    Http2Answer answer = stream.answer();

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.status()).isEqualTo(413);
    assertTold(path, answer);
  }

  @Test
  void answer_resetAfterItsEnd_isCompleted() {
    Signal answered = new Signal();
    site.on(
        "/after-end",
        (request, response) -> {
          response.setContentLength(100);
          write(response, 100);
          response.flushBuffer();
          answered.await();
        });

    Http2Stream stream = connection.open("POST", "/after-end", false, true);
    Http2Answer answer = stream.awaitBody(100).answer();
    stream.reset();
    connection.roundTrip();
    answered.give();

    assertTold("/after-end", answer);
  }

  // Errors -------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503})
  void error_sent_isCompletedWithItsStatus(int status) {
    String path = "/send-error/" + status;
    Http2Answer answer = get(path, (request, response) -> response.sendError(status));

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.status()).isEqualTo(status);
    assertTold(path, answer);
  }

  @Test
  void exception_beforeCommit_isTheStatusOfTheFrame() {
    IllegalStateException thrown = new IllegalStateException("before");
    Http2Answer answer =
        get(
            "/throws",
            (request, response) -> {
              throw thrown;
            });

    assertThat(answer.status()).isEqualTo(500);
    Outcome outcome = assertTold("/throws", answer);
    assertThat(outcome.error()).isSameAs(thrown);
    assertThat(outcome.errorHandled()).isFalse();
  }

  @Test
  void exception_afterCommit_isTruncated() {
    IllegalStateException thrown = new IllegalStateException("after");
    site.on(
        "/commits-and-throws",
        (request, response) -> {
          response.setStatus(202);
          write(response, 10);
          response.flushBuffer();
          throw thrown;
        });

    Http2Answer answer = connection.get("/commits-and-throws").answer();

    boolean endsFirst = tellsOf(Http2Fact.EXCEPTION_AFTER_COMMIT_ENDS_BEFORE_RESET);
    assertThat(answer.end()).isEqualTo(endsFirst ? End.COMPLETE : End.RESET);
    assertThat(answer.resetCode()).isNotEqualTo(ErrorCode.NO_ERROR.code);
    assertThat(answer.status()).isEqualTo(202);
    Outcome outcome = recorder.await("/commits-and-throws").outcome();
    assertThat(outcome.status()).isEqualTo(202);
    assertThat(outcome.ending()).isEqualTo(Ending.TRUNCATED);
    assertThat(outcome.bytesWritten()).isEqualTo(10);
    assertThat(outcome.error()).isSameAs(thrown);
  }

  // Asynchronous -------------------------------------------------------------------------------

  @Test
  void async_completedElsewhere_isCompleted() {
    BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    site.on("/async", (request, response) -> started.add(request.startAsync()));

    Http2Stream stream = connection.get("/async");
    AsyncContext context = take(started);
    respond(context, 203);
    context.complete();

    Http2Answer answer = stream.answer();
    assertThat(answer.status()).isEqualTo(203);
    assertTold("/async", answer);
  }

  @Test
  void async_dispatched_isCompleted() {
    Http2Answer answer =
        get(
            "/async-dispatch",
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
              } else {
                response.setStatus(203);
              }
            });

    assertThat(answer.status()).isEqualTo(203);
    assertTold("/async-dispatch", answer);
  }

  @Test
  void async_timeoutWithoutAnswer_isAnError() {
    Http2Answer answer =
        get("/timeout", (request, response) -> request.startAsync().setTimeout(100));

    assertThat(answer.status()).isGreaterThanOrEqualTo(500);
    Outcome outcome = assertTold("/timeout", answer);
    assertThat(outcome.timedOut()).isTrue();
  }

  @Test
  void async_timeoutAnswered_isCompleted() {
    Http2Answer answer =
        get(
            "/timeout-answered",
            (request, response) -> {
              AsyncContext context = request.startAsync();
              context.setTimeout(100);
              context.addListener(
                  new TimeoutOnly() {
                    @Override
                    public void onTimeout(AsyncEvent event) {
                      response.setStatus(504);
                      context.complete();
                    }
                  });
            });

    assertThat(answer.status()).isEqualTo(504);
    Outcome outcome = assertTold("/timeout-answered", answer);
    assertThat(outcome.timedOut()).isTrue();
  }

  /** A listener that minds timeouts alone. */
  private abstract static class TimeoutOnly implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private static AsyncContext take(BlockingQueue<AsyncContext> started) {
    try {
      AsyncContext context = started.poll(RawHttpClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (context == null) {
        throw new AssertionError("the request did not arrive");
      }
      return context;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static void respond(AsyncContext context, int status) {
    ((HttpServletResponse) context.getResponse()).setStatus(status);
  }

  // Streams that the client resets ---------------------------------------------------------------

  @Test
  void reset_beforeTheFirstByte_isAborted() throws Exception {
    Signal arrived = new Signal();
    Signal left = new Signal();
    site.on(
        "/reset/first",
        (request, response) -> {
          arrived.give();
          left.await();
          write(response, HUGE);
        });

    Http2Stream stream = connection.get("/reset/first");
    arrived.await();
    stream.reset();
    connection.roundTrip();
    left.give();

    Outcome outcome = assertAborted("/reset/first", stream.answer());
    assertThat(outcome.status()).isIn(0, 200);
  }

  @Test
  void reset_whileAWriteIsStuck_isAborted() {
    site.on("/reset/body", (request, response) -> write(response, HUGE));

    Http2Stream stream = connection.getWithoutReading("/reset/body");
    stream.awaitBody(WINDOW);
    stream.reset();

    assertThat(assertAborted("/reset/body", stream.answer()).status()).isEqualTo(200);
  }

  @Test
  void reset_whileTheLastWriteIsStuck_isAborted() {
    Signal returned = new Signal();
    site.on(
        "/reset/last",
        (request, response) -> {
          response.setBufferSize(64 * WINDOW);
          write(response, 48 * WINDOW); // a client that resets may still open some windows
          returned.give();
        });

    Http2Stream stream = connection.getWithoutReading("/reset/last");
    stream.awaitBody(WINDOW);
    stream.reset();

    assertThat(assertAborted("/reset/last", stream.answer()).status()).isEqualTo(200);
  }

  @Test
  void reset_duringTheUpload_isAborted() throws Exception {
    Signal reading = new Signal();
    site.on(
        "/reset/upload",
        (request, response) -> {
          InputStream in = request.getInputStream();
          assertThat(in.read()).isZero();
          reading.give();
          in.readAllBytes();
        });

    Http2Stream stream = connection.open("POST", "/reset/upload", false, true);
    stream.send(100, false);
    reading.await();
    stream.reset();

    Outcome outcome = assertAborted("/reset/upload", stream.answer());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.error()).isInstanceOf(IOException.class);
  }

  @Test
  void reset_duringAsyncThenWritten_isAborted() throws Exception {
    BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    Signal lost = new Signal();
    site.on("/reset/async", (request, response) -> started.add(start(request, lost)));

    Http2Stream stream = connection.get("/reset/async");
    AsyncContext context = take(started);
    stream.reset();
    connection.roundTrip();
    awaitWhereAHeadIsLost(lost);
    try {
      ServletOutputStream out = context.getResponse().getOutputStream();
      out.write(new byte[100]);
      out.flush();
    } catch (IOException | IllegalStateException | NullPointerException gone) {
      // As containers tell it: Jetty by onError, and then it may have taken the response back.
    }
    completeUnlessEnded(context);

    assertThat(assertAborted("/reset/async", stream.answer()).status()).isIn(0, 200);
  }

  @Test
  void reset_duringAsyncThenCompleted_isAborted() throws Exception {
    BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    Signal lost = new Signal();
    site.on("/reset/async-empty", (request, response) -> started.add(start(request, lost)));

    Http2Stream stream = connection.get("/reset/async-empty");
    AsyncContext context = take(started);
    stream.reset();
    connection.roundTrip();
    awaitWhereAHeadIsLost(lost);
    completeUnlessEnded(context);

    assertThat(assertAborted("/reset/async-empty", stream.answer()).status()).isIn(0, 200);
  }

  @Test
  void reset_duringAsyncThenTimedOut_isAborted() {
    site.on("/reset/timeout", (request, response) -> request.startAsync().setTimeout(300));

    Http2Stream stream = connection.get("/reset/timeout");
    Awaitility.await().until(() -> recorder.now("/reset/timeout").opened() == 1);
    stream.reset();

    assertThat(assertAborted("/reset/timeout", stream.answer()).status()).isIn(0, 500);
  }

  private static AsyncContext start(HttpServletRequest request, Signal lost) {
    AsyncContext context = request.startAsync();
    context.addListener(new Loss(lost));
    return context;
  }

  /** Gives a signal when the application is told that the client has gone. */
  private record Loss(Signal lost) implements AsyncListener {
    @Override
    public void onError(AsyncEvent event) {
      lost.give();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private void awaitWhereAHeadIsLost(Signal lost) throws InterruptedException {
    if (tellsOf(Http2Fact.HEAD_IS_LOST_TO_A_RESET)) {
      lost.await();
    }
  }

  private static void completeUnlessEnded(AsyncContext context) {
    try {
      context.complete();
    } catch (IllegalStateException | NullPointerException ended) {
      // The container has told the application by onError, and ended it.
    }
  }

  @Test
  void reset_whileANonBlockingWriteIsStuck_isAborted() {
    site.on(
        "/reset/non-blocking",
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.setTimeout(3_000); // or nothing would end it where the listener is not told
          ServletOutputStream out = response.getOutputStream();
          out.setWriteListener(
              new WriteListener() {
                @Override
                public void onWritePossible() throws IOException {
                  while (out.isReady()) {
                    out.write(new byte[4096]);
                  }
                }

                @Override
                public void onError(Throwable failure) {
                  completeUnlessEnded(context);
                }
              });
        });

    Http2Stream stream = connection.getWithoutReading("/reset/non-blocking");
    stream.awaitBody(WINDOW);
    stream.reset();

    Outcome outcome = recorder.await("/reset/non-blocking").outcome();
    if (outcome.ending() == Ending.UNFINISHED) {
      assertThat(facts()).contains(Http2Fact.LISTENER_MAY_NOT_BE_TOLD_OF_A_RESET);
    } else {
      assertThat(assertAborted("/reset/non-blocking", stream.answer()).status()).isEqualTo(200);
    }
  }

  // Connections that end -----------------------------------------------------------------------

  @Test
  void goAway_inTheBody_isToldAsTheFramesTell() throws Exception {
    Signal left = new Signal();
    site.on(
        "/go-away",
        (request, response) -> {
          write(response, 1000);
          response.flushBuffer();
          left.await();
          write(response, 1000);
        });

    Http2Stream stream = connection.get("/go-away");
    stream.awaitBody(1000);
    connection.goAway();
    left.give();
    Http2Answer answer = stream.answer();

    if (!tellsOf(Http2Fact.GOAWAY_CUTS)) {
      assertThat(answer.isComplete()).isTrue();
      assertThat(answer.bodyBytes()).isEqualTo(2000);
    }
    if (answer.isComplete()) {
      assertTold("/go-away", answer);
    } else { // the client asked for it, and the server cut it
      Outcome outcome = recorder.await("/go-away").outcome();
      assertThat(outcome.status()).isEqualTo(200);
      assertThat(outcome.ending()).isIn(Ending.ABORTED, Ending.TRUNCATED);
    }
  }

  @Test
  void connectionCut_whileWritesAreStuck_abortsEachStream() {
    List<Http2Stream> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      site.on("/cut/body/" + i, (request, response) -> write(response, HUGE));
      streams.add(connection.getWithoutReading("/cut/body/" + i));
    }
    streams.forEach(stream -> stream.awaitBody(WINDOW));
    connection.cut();

    for (int i = 0; i < 3; i++) {
      Outcome outcome = assertAborted("/cut/body/" + i, streams.get(i).answer());
      assertThat(outcome.status()).isEqualTo(200);
    }
  }

  @Test
  void connectionCut_duringAsync_isAborted() throws Exception {
    BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    Signal lost = new Signal();
    site.on("/cut/async", (request, response) -> started.add(start(request, lost)));
    site.on("/cut/body", (request, response) -> write(response, HUGE));

    Http2Stream stream = connection.get("/cut/async");
    Http2Stream stuck = connection.getWithoutReading("/cut/body");
    AsyncContext context = take(started);
    stuck.awaitBody(WINDOW);
    connection.cut();
    assertAborted("/cut/body", stuck.answer()); // then the server knows
    awaitWhereAHeadIsLost(lost);
    completeUnlessEnded(context);

    // 500: the container was the first to see the loss, and answered it into the dead connection.
    assertThat(assertAborted("/cut/async", stream.answer()).status()).isIn(0, 200, 500);
  }

  // Many streams -------------------------------------------------------------------------------

  @Test
  void streams_fiftyAtOnceSomeReset_eachHasItsOwnStatus() throws Exception {
    int count = 50;
    BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    List<Http2Stream> streams = new ArrayList<>();
    List<Signal> losses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int status = 210 + i;
      Signal lost = new Signal();
      losses.add(lost);
      site.on(
          "/many/" + i,
          (request, response) -> {
            response.setStatus(status);
            started.add(start(request, lost));
          });
      streams.add(connection.get("/many/" + i));
    }
    List<AsyncContext> contexts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contexts.add(take(started));
    }

    for (int i = 0; i < count; i += 5) {
      streams.get(i).reset();
    }
    connection.roundTrip();
    for (int i = 0; i < count; i += 5) {
      awaitWhereAHeadIsLost(losses.get(i));
    }
    contexts.forEach(Http2Contract::completeUnlessEnded);

    for (int i = 0; i < count; i++) {
      Http2Answer answer = streams.get(i).answer();
      if (i % 5 == 0) {
        assertThat(assertAborted("/many/" + i, answer).status()).isIn(0, 210 + i);
      } else {
        assertThat(answer.status()).isEqualTo(210 + i);
        assertTold("/many/" + i, answer);
      }
    }
  }

  // Cleanups hold up nobody ----------------------------------------------------------------------

  /** Ways in which a stream ends while another of the same connection wants to go on. */
  private enum Way {
    ANSWERED {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(response, 100);
      }

      @Override
      void finish(Http2Stream stream) {
        stream.answer();
      }
    },
    FLUSHED {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(response, 100);
        response.flushBuffer();
      }

      @Override
      void finish(Http2Stream stream) {
        stream.answer();
      }
    },
    FAILED {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) {
        throw new IllegalStateException("failed");
      }

      @Override
      void finish(Http2Stream stream) {
        stream.answer();
      }
    },
    ASYNC {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(context::complete);
      }

      @Override
      void finish(Http2Stream stream) {
        stream.answer();
      }
    },
    TIMED_OUT {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) {
        request.startAsync().setTimeout(100);
      }

      @Override
      void finish(Http2Stream stream) {
        stream.answer();
      }
    },
    RESET_IN_WRITE {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(response, HUGE);
      }

      @Override
      void finish(Http2Stream stream) {
        stream.awaitBody(WINDOW);
        stream.reset();
      }
    },
    RESET_IN_LAST_WRITE {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setBufferSize(4 * WINDOW);
        write(response, 3 * WINDOW);
      }

      @Override
      void finish(Http2Stream stream) {
        stream.awaitBody(WINDOW);
        stream.reset();
      }
    },
    RESET_IN_ASYNC {
      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.startAsync().setTimeout(1000);
        response.flushBuffer();
      }

      @Override
      void finish(Http2Stream stream) {
        stream.awaitHead();
        stream.reset();
      }
    },
    RESET_IN_UPLOAD {
      @Override
      String method() {
        return "POST";
      }

      @Override
      void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        request.getInputStream().readAllBytes();
      }

      @Override
      void finish(Http2Stream stream) {
        stream.awaitHead();
        stream.reset();
      }
    };

    String method() {
      return "GET";
    }

    abstract void handle(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;

    abstract void finish(Http2Stream stream);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void cleanup_thatWaits_holdsUpNoOtherStream(Way way) throws Exception {
    Signal waiting = new Signal();
    Signal go = new Signal();
    String slow = "/slow/" + way;
    String quick = "/quick/" + way;
    site.on(
        slow,
        (request, response) -> {
          Exchange.of(request)
              .cleanups()
              .register(
                  "slow",
                  outcome -> {
                    waiting.give();
                    go.await();
                  });
          way.handle(request, response);
        });
    site.on(
        quick,
        (request, response) -> {
          byte[] upload = request.getInputStream().readAllBytes();
          write(response, upload.length);
        });

    Http2Stream ending = connection.open(way.method(), slow, way.method().equals("GET"), false);
    way.finish(ending);
    waiting.await();
    Http2Answer answer;
    try {
      connection.roundTrip(); // read and answered by the threads of the connection
      Http2Stream other = connection.open("POST", quick, false, true);
      other.send(30_000, false); // more than a read, and window updates both ways
      other.send(30_000, true);
      answer = other.answer();
    } finally {
      go.give();
    }

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.bodyBytes()).isEqualTo(60_000);
    assertTold(quick, answer);
    Recording.End end = recorder.await(slow).end();
    assertThat(end.report().cleanups()).extracting("name").contains("slow");
    assertThat(end.report().failures()).isEmpty();
  }
}
