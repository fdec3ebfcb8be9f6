package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Tasks that an exchange carries to a thread of the application, behind a real Jetty. */
class CarriedTaskTest {
  private static final ContextKey<String> LEFT_OVER = ContextKey.named("left over");
  private static final Duration NEVER = Duration.ofHours(1);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<PitfallKind> pitfalls = new CopyOnWriteArrayList<>();
  private final CountDownLatch unwound = new CountDownLatch(1);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @AfterEach
  void stop() throws Exception {
    server.stop();
    pool.shutdownNow();
    tracers.close();
  }

  /** Serves every request with the application, and registers a cleanup that tells its turn. */
  private void serve(Duration carryDeadline, Consumer<Exchange> application) throws Exception {
    Backstop backstop =
        Backstop.builder()
            .use(Tracing.create(OpenTelemetrySdk.builder().setTracerProvider(tracers).build()))
            .carryDeadline(carryDeadline)
            .onPitfall(this::note)
            .onOutcome((outcome, report) -> unwound.countDown())
            .build();
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Application(application)), "/*");
    server.setHandler(context);
    backstop.install(context.getServletContext());
    server.start();
  }

  private void ran(String task) {
    events.add(task);
  }

  private void note(Pitfall pitfall) {
    pitfalls.add(pitfall.kind());
  }

  private final class Application extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Consumer<Exchange> application;

    Application(Consumer<Exchange> application) {
      this.application = application;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Exchange exchange = Exchange.of(request);
      exchange.cleanups().register("cleanup", outcome -> events.add("cleanup"));
      application.accept(exchange);
      response.getWriter().print("served");
    }
  }

  /** Asks once and reads the answer to its end. */
  private String get() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void awaitEnd(Exchange exchange) {
    await().until(exchange::isEnded);
  }

  private void awaitUnwound() throws InterruptedException {
    assertThat(unwound.await(10, TimeUnit.SECONDS)).as("unwound").isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitDone(Future<?> done) throws Exception {
    done.get(10, TimeUnit.SECONDS);
  }

  // What a task sees, and what it leaves behind ------------------------------------------------

  @Test
  void executor_task_carriesSpanAndLogFields() throws Exception {
    CompletableFuture<String> traceId = new CompletableFuture<>();
    CompletableFuture<String> order = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          MDC.put("order", "4711");
          exchange
              .executor(pool)
              .execute(
                  () -> {
                    traceId.complete(Span.current().getSpanContext().getTraceId());
                    order.complete(MDC.get("order"));
                  });
          MDC.remove("order"); // bound when the task was wrapped: a later change changes nothing
        });

    get();
    awaitUnwound();

    SpanData server = spans.getFinishedSpanItems().get(0);
    assertThat(traceId.get(10, TimeUnit.SECONDS)).isEqualTo(server.getTraceId());
    assertThat(order.get(10, TimeUnit.SECONDS)).isEqualTo("4711");
  }

  @Test
  void wrap_callable_returnsTheResultUnderTheSpan() throws Exception {
    CompletableFuture<Future<String>> result = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          Callable<String> task = () -> Span.current().getSpanContext().getTraceId();
          result.complete(pool.submit(exchange.wrap(task)));
        });

    get();
    awaitUnwound();

    String traceId = result.get(10, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);
    assertThat(traceId).isEqualTo(spans.getFinishedSpanItems().get(0).getTraceId());
  }

  @Test
  void wrap_callableThrows_throwsTheSame() throws Exception {
    CompletableFuture<Future<String>> result = new CompletableFuture<>();
    IOException failure = new IOException("disk full");
    serve(
        NEVER,
        exchange -> {
          Callable<String> task =
              () -> {
                throw failure;
              };
          result.complete(pool.submit(exchange.wrap(task)));
        });

    get();
    awaitUnwound();

    Future<String> done = result.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> awaitDone(done)).hasCause(failure);
  }

  @Test
  void call_returns_leavesThePoolThreadAsItWas() throws Exception {
    assertThreadIsLeftAsItWas(() -> MDC.put("inside", "task"));
  }

  @Test
  void call_throws_leavesThePoolThreadAsItWas() throws Exception {
    assertThreadIsLeftAsItWas(
        () -> {
          throw new IllegalStateException("task failed");
        });
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker")
  void call_leavesAScopeOpen_leavesThePoolThreadAsItWas() throws Exception {
    assertThreadIsLeftAsItWas(
        () -> {
          Scope leaked = Context.current().with(LEFT_OVER, "task").makeCurrent();
          assertThat(leaked).isNotNull();
        });
  }

  @SuppressWarnings("MustBeClosedChecker")
  private void assertThreadIsLeftAsItWas(Runnable body) throws Exception {
    Context poolContext = Context.root().with(LEFT_OVER, "pool");
    AtomicReference<Context> contextAfter = new AtomicReference<>();
    AtomicReference<Map<String, String>> fieldsAfter = new AtomicReference<>();
    CompletableFuture<Future<?>> done = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          MDC.put("order", "4711");
          Runnable wrapped = exchange.wrap(body);
          MDC.clear();
          done.complete(
              pool.submit(
                  () -> {
                    MDC.put("pool", "1");
                    Scope scope = poolContext.makeCurrent();
                    runQuietly(wrapped);
                    contextAfter.set(Context.current());
                    fieldsAfter.set(MDC.getCopyOfContextMap());
                    scope.close();
                  }));
        });

    get();
    awaitDone(done.get(10, TimeUnit.SECONDS));

    assertThat(contextAfter.get()).isSameAs(poolContext);
    assertThat(fieldsAfter.get()).containsExactly(Map.entry("pool", "1"));
  }

  private static void runQuietly(Runnable task) {
    try {
      task.run();
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("task failed");
    }
  }

  @Test
  void call_threadHadNoLogFields_hasNoneAfterwards() throws Exception {
    CompletableFuture<Future<?>> done = new CompletableFuture<>();
    AtomicReference<Map<String, String>> fieldsAfter = new AtomicReference<>();
    serve(
        NEVER,
        exchange -> {
          MDC.put("order", "4711");
          Runnable wrapped = exchange.wrap(() -> MDC.put("inside", "task"));
          MDC.clear();
          done.complete(
              pool.submit(
                  () -> {
                    wrapped.run();
                    fieldsAfter.set(MDC.getCopyOfContextMap());
                  }));
        });

    get();
    awaitDone(done.get(10, TimeUnit.SECONDS));

    assertThat(fieldsAfter.get()).isNullOrEmpty();
  }

  // The unwinding waits ------------------------------------------------------------------------

  @Test
  void unwind_taskIsRunning_waitsUntilItHasReturned() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          exchange
              .executor(pool)
              .execute(
                  () -> {
                    awaitQuietly(release);
                    events.add("task");
                  });
          served.complete(exchange);
        });

    assertThat(get()).endsWith("served");
    awaitEnd(served.get());
    assertThat(events).isEmpty();
    release.countDown();
    awaitUnwound();

    assertThat(events).containsExactly("task", "cleanup");
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void unwind_twoTasksAreOut_waitsForTheLast() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    CompletableFuture<List<Runnable>> wrapped = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          wrapped.complete(
              List.of(exchange.wrap(() -> ran("first")), exchange.wrap(() -> ran("second"))));
          served.complete(exchange);
        });

    get();
    awaitEnd(served.get());
    wrapped.get().get(0).run();
    assertThat(events).containsExactly("first");
    wrapped.get().get(1).run();

    assertThat(events).containsExactly("first", "second", "cleanup");
  }

  @Test
  void run_twice_countsOnce() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    CompletableFuture<List<Runnable>> wrapped = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          wrapped.complete(
              List.of(exchange.wrap(() -> ran("twice")), exchange.wrap(() -> ran("last"))));
          served.complete(exchange);
        });

    get();
    awaitEnd(served.get());
    wrapped.get().get(0).run();
    wrapped.get().get(0).run();
    assertThat(events).containsExactly("twice", "twice");
    wrapped.get().get(1).run();

    assertThat(events).containsExactly("twice", "twice", "last", "cleanup");
    assertThat(unwound.getCount()).isZero();
  }

  @Test
  void wrap_insideATask_isWaitedForToo() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    CompletableFuture<Runnable> outer = new CompletableFuture<>();
    AtomicReference<Runnable> inner = new AtomicReference<>();
    serve(
        NEVER,
        exchange -> {
          outer.complete(
              exchange.wrap(
                  () -> {
                    inner.set(exchange.wrap(() -> ran("inner")));
                    ran("outer");
                  }));
          served.complete(exchange);
        });

    get();
    awaitEnd(served.get());
    outer.get().run();
    assertThat(events).containsExactly("outer");
    inner.get().run();

    assertThat(events).containsExactly("outer", "inner", "cleanup");
  }

  @Test
  void call_startsAfterTheLastByte_hasTheSpanWhichEndsAfterIt() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    CompletableFuture<Runnable> wrapped = new CompletableFuture<>();
    AtomicReference<String> traceId = new AtomicReference<>();
    serve(
        NEVER,
        exchange -> {
          wrapped.complete(
              exchange.wrap(() -> traceId.set(Span.current().getSpanContext().getTraceId())));
          served.complete(exchange);
        });

    get();
    awaitEnd(served.get());
    assertThat(spans.getFinishedSpanItems()).isEmpty();
    wrapped.get().run();

    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(span -> assertThat(traceId.get()).isEqualTo(span.getTraceId()));
  }

  @Test
  void call_afterTheUnwinding_runsWithoutTheSpan() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    AtomicReference<Boolean> valid = new AtomicReference<>();
    serve(NEVER, served::complete);

    get();
    awaitUnwound();
    served.get().wrap(() -> valid.set(Span.current().getSpanContext().isValid())).run();

    assertThat(valid.get()).isFalse();
    assertThat(events).containsExactly("cleanup");
  }

  // The unwinding does not wait for ever -------------------------------------------------------

  @Test
  void unwind_deadlinePasses_goesOnAndReportsIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Future<?>> done = new CompletableFuture<>();
    serve(
        Duration.ofMillis(50),
        exchange ->
            done.complete(
                pool.submit(
                    exchange.wrap(
                        () -> {
                          awaitQuietly(release);
                          events.add("task");
                        }))));

    get();
    awaitUnwound();
    assertThat(events).containsExactly("cleanup");
    assertThat(pitfalls).containsExactly(PitfallKind.RELEASED_UNDER_TASK);
    release.countDown();
    awaitDone(done.get());

    assertThat(events).containsExactly("cleanup", "task"); // and no second unwinding
    assertThat(spans.getFinishedSpanItems()).hasSize(1);
  }

  @Test
  void executor_rejects_isNotWaitedFor() throws Exception {
    pool.shutdown();
    assertIsNotWaitedFor(pool, RejectedExecutionException.class);
  }

  @Test
  void executor_failsInAnotherWay_isNotWaitedFor() throws Exception {
    assertIsNotWaitedFor(
        task -> {
          throw new OutOfMemoryError("unable to create native thread (as the JDK says it)");
        },
        OutOfMemoryError.class);
  }

  private void assertIsNotWaitedFor(Executor broken, Class<? extends Throwable> expected)
      throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    serve(
        NEVER,
        exchange -> {
          try {
            exchange.executor(broken).execute(() -> events.add("task"));
          } catch (Throwable t) {
            thrown.set(t);
          }
        });

    get();
    awaitUnwound();

    assertThat(thrown.get()).isInstanceOf(expected);
    assertThat(events).containsExactly("cleanup");
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void executor_runsOnTheSameThreadAndTheTaskThrows_countsOnce() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    CompletableFuture<Runnable> other = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          other.complete(exchange.wrap(() -> ran("other")));
          try {
            exchange
                .executor(Runnable::run)
                .execute(
                    () -> {
                      throw new RejectedExecutionException("by the task itself");
                    });
          } catch (RejectedExecutionException expected) {
            events.add("thrown");
          }
          served.complete(exchange);
        });

    get();
    awaitEnd(served.get());
    assertThat(events).containsExactly("thrown");
    other.get().run();

    assertThat(events).containsExactly("thrown", "other", "cleanup");
  }

  @Test
  void stop_unwindingWaitsForATask_unwindsAndReportsIt() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    serve(
        NEVER,
        exchange -> {
          exchange.wrap(() -> ran("never run"));
          served.complete(exchange);
        });
    get();
    awaitEnd(served.get());

    server.stop();
    awaitUnwound();

    assertThat(events).containsExactly("cleanup");
    assertThat(pitfalls).containsExactly(PitfallKind.RELEASED_UNDER_TASK);
    assertThat(spans.getFinishedSpanItems()).hasSize(1);
  }

  @Test
  void unwind_taskReturnedInTime_retainsNothingUntilTheDeadline() throws Exception {
    AtomicReference<WeakReference<Exchange>> ended = new AtomicReference<>();
    CountDownLatch release = new CountDownLatch(1);
    serve(
        NEVER,
        exchange -> {
          ended.set(new WeakReference<>(exchange));
          exchange.executor(pool).execute(() -> awaitQuietly(release));
        });
    get();
    awaitEnd(ended.get().get());
    release.countDown();
    awaitUnwound();

    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(ended.get().get()).isNull();
            });
  }
}
