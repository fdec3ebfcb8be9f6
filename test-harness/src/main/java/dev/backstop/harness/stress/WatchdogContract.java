package dev.backstop.harness.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.harness.ServerStarter;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of an exchange that does not end by itself: one that lives long is reported and left
 * alone, one whose client reads slowly is left to its container, and one whose context stops is
 * ended with it.
 *
 * <p>Extend it and start the container.
 */
public abstract class WatchdogContract implements ServerStarter {
  private static final Duration REPORT_AGE = Duration.ofMinutes(5);
  private static final int MORE_THAN_SOCKETS_HOLD = 12 * 1024 * 1024;

  private final Recorder recorder = new Recorder();
  private final AtomicLong ahead = new AtomicLong();
  private final Map<String, AsyncContext> started = new ConcurrentHashMap<>();
  private final AtomicInteger cleanups = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private ServerStarter.Server server;
  private boolean isStopped;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // set by serve()
  protected WatchdogContract() {}

  /**
   * {@return whether the container itself ends asynchronous requests, by a timeout, when their
   * context stops: Tomcat does, where the stop has to wait for a servlet}
   */
  protected boolean timesOutWhenItStops() {
    return false;
  }

  @AfterEach
  final void close() throws Exception {
    goOn.countDown();
    stop();
    recorder.close();
  }

  private void stop() throws Exception {
    if (!isStopped) {
      isStopped = true;
      server.stop();
    }
  }

  private Backstop serve(BackstopBuilder builder) throws Exception {
    Backstop backstop =
        recorder
            .attach(builder)
            .clock(() -> System.nanoTime() + ahead.get())
            .reportAge(REPORT_AGE)
            .build();
    server = start(context -> initialize(context, backstop), Map.of());
    return backstop;
  }

  private void initialize(ServletContext context, Backstop backstop) {
    backstop.install(context);
    ServletRegistration.Dynamic servlet = context.addServlet("long", new LongLived());
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
  }

  /** A servlet whose requests stay open. */
  private final class LongLived extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      Exchange.of(request).cleanups().register("counted", outcome -> cleanups.incrementAndGet());
      switch (request.getPathInfo().substring(1, 4)) {
        case "sse" -> {
          response.setContentType("text/event-stream");
          response.getOutputStream().print("data: 1\n\n");
          response.flushBuffer();
          startAsync(request);
        }
        case "idl" -> startAsync(request);
        case "blo" -> {
          try {
            if (!goOn.await(20, TimeUnit.SECONDS)) {
              throw new ServletException("nobody let it go on");
            }
          } catch (InterruptedException e) {
            throw new ServletException("interrupted", e);
          }
        }
        default -> {
          response.setBufferSize(MORE_THAN_SOCKETS_HOLD + 1024);
          response.getOutputStream().write(new byte[MORE_THAN_SOCKETS_HOLD]);
        }
      }
    }

    private void startAsync(HttpServletRequest request) {
      AsyncContext context = request.startAsync();
      context.setTimeout(0);
      started.put(request.getRequestURI(), context);
    }
  }

  private RawHttpClient request(String path) {
    RawHttpClient client = RawHttpClient.connect(server.port(), 16 * 1024);
    client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    Awaitility.await(path).until(() -> recorder.now(path).opened() == 1);
    return client;
  }

  private AsyncContext startedOf(String path) {
    Awaitility.await(path).until(() -> started.containsKey(path));
    return Objects.requireNonNull(started.get(path));
  }

  private long pitfalls(String path, PitfallKind kind) {
    return recorder.now(path).pitfalls().stream().map(Pitfall::kind).filter(kind::equals).count();
  }

  // What lives long ------------------------------------------------------------------------------

  @Test
  final void stream_ofTwiceTheReportAge_isReportedOnceAndGoesOn() throws Exception {
    Backstop backstop = serve(Backstop.builder());
    RawHttpClient client = request("/sse/old");
    AsyncContext old = startedOf("/sse/old");

    ahead.addAndGet(REPORT_AGE.toNanos());
    awaitReport("/sse/old");
    RawHttpClient other = request("/sse/young");
    AsyncContext young = startedOf("/sse/young");
    ahead.addAndGet(REPORT_AGE.toNanos() * 2);
    awaitReport("/sse/young"); // the watchdog has looked at both again

    assertThat(pitfalls("/sse/old", PitfallKind.STILL_OPEN)).isEqualTo(1);
    assertThat(recorder.now("/sse/old").ends()).isEmpty();
    assertThat(OpenNow.in(backstop)).hasSize(2);
    assertThat(cleanups).hasValue(0);
    finishStream(old, client, "/sse/old");
    finishStream(young, other, "/sse/young");
    assertThat(cleanups).hasValue(2);
    assertThat(OpenNow.in(backstop)).isEmpty();
  }

  private void awaitReport(String path) {
    Awaitility.await("a report of " + path)
        .atMost(RawHttpClient.PATIENCE)
        .until(() -> pitfalls(path, PitfallKind.STILL_OPEN) > 0);
  }

  private void finishStream(AsyncContext context, RawHttpClient client, String path)
      throws IOException {
    context.getResponse().getOutputStream().print("data: 2\n\n");
    context.getResponse().flushBuffer();
    context.complete();

    RawResponse answer = client.read("GET");
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    Recording recording = recorder.await(path);
    assertThat(recording.outcome().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(recording.outcome().status()).isEqualTo(200);
    assertThat(recording.outcome().statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(recording.outcome().bytesWritten()).isEqualTo(answer.body().length);
    client.close();
  }

  // What is over, and still on its way -----------------------------------------------------------

  /** The servlet has returned long ago, and the container cannot get rid of the answer. */
  @Test
  final void answer_toASlowClient_isNotTakenForOneWithoutASignal() throws Exception {
    Backstop backstop = serve(Backstop.builder().fallbackAfter(Duration.ofSeconds(1)));
    RawHttpClient client = request("/whole");

    Thread.sleep(4_000); // several looks of the watchdog
    assertThat(recorder.now("/whole").ends()).isEmpty();
    assertThat(cleanups).hasValue(0);

    RawResponse answer = client.read("GET");
    Recording recording = recorder.await("/whole");
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.body()).hasSize(MORE_THAN_SOCKETS_HOLD);
    assertThat(recording.outcome().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(recording.outcome().status()).isEqualTo(answer.status());
    assertThat(recording.outcome().statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(recording.outcome().bytesWritten()).isEqualTo(answer.body().length);
    assertThat(pitfalls("/whole", PitfallKind.NEVER_ENDED)).isZero();
    assertThat(cleanups).hasValue(1);
    assertThat(OpenNow.in(backstop)).isEmpty();
    client.close();
  }

  // What its context leaves behind ---------------------------------------------------------------

  @Test
  final void contextStop_withOpenExchanges_endsEachOnceAsUnfinished() throws Exception {
    Backstop backstop = serve(Backstop.builder());
    List<String> paths = List.of("/sse/stopped", "/idle/stopped", "/block/stopped");
    List<RawHttpClient> clients = paths.stream().map(this::request).toList();
    List<AsyncContext> contexts = List.of(startedOf("/sse/stopped"), startedOf("/idle/stopped"));

    server.stopContext();

    for (int i = 0; i < paths.size(); i++) {
      Recording recording = recorder.await(paths.get(i));
      if (i < contexts.size() && timesOutWhenItStops()) {
        assertTold(recording, clients.get(i).read("GET"));
      } else {
        assertThat(recording.outcome().ending()).as(paths.get(i)).isEqualTo(Ending.UNFINISHED);
      }
    }
    assertThat(recorder.now("/sse/stopped").outcome().status()).isEqualTo(200);
    assertThat(cleanups).hasValue(3);
    assertThat(OpenNow.in(backstop)).isEmpty();
    // The application and the container go on, and end them once more.
    goOn.countDown();
    contexts.forEach(WatchdogContract::completeUnlessEnded);
    clients.forEach(RawHttpClient::close);
    stop();
    for (String path : paths) {
      assertThat(recorder.now(path).ends()).as(path).hasSize(1);
      assertThat(recorder.now(path).opened()).as(path).isEqualTo(1);
    }
    assertThat(cleanups).hasValue(3);
    Awaitility.await("the watchdog to stop").until(() -> !isWatched());
  }

  private static void assertTold(Recording recording, RawResponse answer) {
    assertThat(recording.outcome().status()).isEqualTo(answer.status());
    assertThat(recording.outcome().ending() == Ending.COMPLETED).isEqualTo(answer.isComplete());
    assertThat(recording.outcome().statusSource()).isEqualTo(StatusSource.CONTAINER);
  }

  private static void completeUnlessEnded(AsyncContext context) {
    try {
      context.complete();
    } catch (IllegalStateException | NullPointerException ended) {
      // The container has ended it with its context.
    }
  }

  private static boolean isWatched() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("backstop-watchdog"));
  }
}
