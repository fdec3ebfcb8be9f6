package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.backstop.cleanup.Registration;
import dev.backstop.observe.LoggingContext;
import dev.backstop.observe.ScopeGuard;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The span and the log fields that cleanups find on their thread, and what they leave there. */
class CleanupContextTest {
  private static final ContextKey<String> OF_THE_THREAD = ContextKey.named("of the thread");
  private static final Duration NEVER = Duration.ofHours(1);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SpanLedger ledger = SpanLedger.create(PitfallLevel.EVERY);
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder()
          .addSpanProcessor(ledger)
          .addSpanProcessor(SimpleSpanProcessor.create(spans))
          .build();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Void> stage = new CompletableFuture<>();
  private final Queue<String> begun = new ConcurrentLinkedQueue<>();
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /** What a cleanup found. */
  private record Seen(String traceId, boolean spanHasEnded, Map<String, String> fields) {}

  @AfterEach
  void stop() {
    pool.shutdownNow();
    tracers.close();
    MDC.clear();
  }

  private void look(String name) {
    Map<String, String> fields = MDC.getCopyOfContextMap();
    seen.put(
        name,
        new Seen(
            Span.current().getSpanContext().getTraceId(),
            !Span.current().isRecording(),
            fields == null ? Map.of() : fields));
  }

  /** Traced, with all that looks for what is left behind; goes on on a pool of one thread. */
  private PitfallServer traced() {
    return new PitfallServer(
        builder ->
            builder
                .use(LoggingContext.create())
                .use(Tracing.create(OpenTelemetrySdk.builder().setTracerProvider(tracers).build()))
                .use(ledger)
                .use(ScopeGuard.create(PitfallLevel.EVERY))
                .executor(pool));
  }

  private void onPool(Runnable task) throws Exception {
    pool.submit(task).get(10, TimeUnit.SECONDS);
  }

  @Test
  void cleanups_onEachThread_findSpanAndLogFields() throws Exception {
    try (PitfallServer server =
        traced()
            .serve(
                "/*",
                (request, response) -> {
                  MDC.put("order", "4711");
                  try {
                    Exchange exchange = Exchange.of(request);
                    var cleanups = exchange.cleanups();
                    exchange.logField("customer", "7");
                    cleanups.register("after", outcome -> look("after"));
                    cleanups.registerAsync(
                        "async",
                        NEVER,
                        outcome -> {
                          look("async");
                          return stage;
                        });
                    cleanups.register("sync", outcome -> look("sync"));
                    cleanups.registerAsync(
                        "elsewhere",
                        NEVER,
                        pool,
                        outcome -> {
                          look("elsewhere");
                          return CompletableFuture.completedFuture(null);
                        });
                  } finally {
                    MDC.remove("order"); // as a tidy filter does
                  }
                })
            .start()) {
      assertThat(server.jetty().status("/")).isEqualTo(200);
      stage.complete(null);
      server.awaitEnd();

      SpanData span = spans.getFinishedSpanItems().get(0);
      assertThat(seen.keySet()).containsExactlyInAnyOrder("after", "async", "sync", "elsewhere");
      Map<String, String> fields = Map.of("order", "4711", "customer", "7");
      assertThat(seen.values()).containsOnly(new Seen(span.getTraceId(), false, fields));
      assertThat(server.pitfalls()).isEmpty();
      onPool(() -> look("pool"));
      assertThat(seen.get("pool").fields()).isEmpty();
      assertThat(seen.get("pool").traceId()).isEqualTo("0".repeat(32));
    }
  }

  @Test
  void span_aStageIsPending_endsAfterItAndItsFailureIsOnIt() throws Exception {
    try (PitfallServer server =
        traced()
            .serve(
                "/*",
                (request, response) ->
                    Exchange.of(request).cleanups().registerAsync("flush", NEVER, outcome -> stage))
            .start()) {
      server.jetty().status("/");
      assertThat(spans.getFinishedSpanItems()).isEmpty();
      stage.completeExceptionally(new IllegalStateException("full"));
      server.awaitEnd();

      SpanData span = spans.getFinishedSpanItems().get(1); // the first is that of the cleanup
      assertThat(span.getAttributes().asMap().toString()).contains("flush");
      assertThat(span.getEvents())
          .extracting(event -> event.getAttributes().asMap().toString())
          .anyMatch(attributes -> attributes.contains("BS-301"));
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // left open, which is the point
  void cleanups_thatLeaveFieldsAndScopesBehind_leaveTheThreadAsItWas() throws Exception {
    CompletableFuture<Context> after = new CompletableFuture<>();
    Context ofThePool = Context.root().with(OF_THE_THREAD, "pool");
    try (PitfallServer server =
        traced()
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  exchange.logField("customer", "7");
                  exchange
                      .cleanups()
                      .register(
                          "untidy",
                          outcome -> {
                            look("untidy");
                            MDC.put("left", "behind");
                            Scope leaked =
                                Context.current().with(OF_THE_THREAD, "leak").makeCurrent();
                            assertThat(leaked).isNotNull();
                          });
                  exchange.cleanups().registerAsync("async", NEVER, outcome -> stage);
                })
            .start()) {
      onPool(
          () -> {
            MDC.put("pool", "1");
            Scope scope = ofThePool.makeCurrent();
            assertThat(scope).isNotNull();
          });
      server.jetty().status("/");
      stage.complete(null);
      server.awaitEnd();
      onPool(
          () -> {
            look("pool");
            after.complete(Context.current());
          });

      assertThat(seen.get("untidy").fields()).containsExactly(Map.entry("customer", "7"));
      assertThat(seen.get("pool").fields()).containsExactly(Map.entry("pool", "1"));
      assertThat(after.get()).isSameAs(ofThePool);
    }
  }

  @Test
  void cleanup_ofAnExchangeWithoutContext_leavesNoFieldBehindEither() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    try (PitfallServer server =
        new PitfallServer()
            .serve("/*", (request, response) -> served.complete(Exchange.of(request)))
            .start()) {
      server.visit("/");

      served.get().cleanups().register("untidy", outcome -> MDC.put("left", "behind"));
      assertThat(MDC.get("left")).isNull();

      MDC.put("mine", "1");
      served.get().cleanups().register("untidy", outcome -> MDC.put("left", "behind"));
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("mine", "1"));
    }
  }

  /** One pool thread unwinds both, and both were served with fields of the same names. */
  @Test
  void twoExchanges_onOneThread_neverMix() throws Exception {
    try (PitfallServer server =
        new PitfallServer(builder -> builder.executor(pool))
            .serve(
                "/*",
                (request, response) -> {
                  String path = request.getRequestURI();
                  MDC.put("path", path);
                  Exchange exchange = Exchange.of(request);
                  exchange.cleanups().register("last", outcome -> look(path));
                  exchange
                      .cleanups()
                      .registerAsync(
                          "async",
                          NEVER,
                          outcome -> {
                            begun.add(path);
                            return stage;
                          });
                  if (path.equals("/one")) {
                    MDC.put("one", "1");
                    exchange.logField("set", "one");
                  }
                  MDC.clear();
                })
            .start()) {
      server.jetty().status("/one");
      server.jetty().status("/two");
      await().until(() -> begun.size() == 2);
      await().until(() -> stage.getNumberOfDependents() == 2); // both wait: the pool goes on
      stage.complete(null);
      server.awaitEnd();
      server.awaitEnd();

      assertThat(seen.get("/one").fields()).isEqualTo(Map.of("path", "/one", "set", "one"));
      assertThat(seen.get("/two").fields()).isEqualTo(Map.of("path", "/two"));
    }
  }

  @Test
  void logFields_isAnImmutableSnapshot() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    try (PitfallServer server =
        new PitfallServer()
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  assertThat(exchange.logFields()).isEmpty();
                  exchange.logField("a", "1");
                  Map<String, String> before = exchange.logFields();
                  MDC.put("b", "2");
                  exchange.logField("a", null);
                  assertThat(before).isEqualTo(Map.of("a", "1"));
                  assertThat(exchange.logFields()).isEqualTo(Map.of("b", "2"));
                  assertThatThrownBy(() -> before.put("c", "3"))
                      .isInstanceOf(UnsupportedOperationException.class);
                  MDC.clear();
                  served.complete(exchange);
                })
            .start()) {
      assertThat(server.visit("/")).isEqualTo(200);

      assertThat(served.get().logFields()).isEqualTo(Map.of("b", "2"));
    }
  }

  @Test
  void cleanup_registeredAfterTheEnd_findsTheContextAndLeavesTheThread() throws Exception {
    CompletableFuture<Exchange> served = new CompletableFuture<>();
    try (PitfallServer server =
        traced()
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  exchange.logField("customer", "7");
                  served.complete(exchange);
                })
            .start()) {
      server.visit("/");
      MDC.put("mine", "1");

      served.get().cleanups().register("late", outcome -> look("late"));

      assertThat(seen.get("late").fields()).isEqualTo(Map.of("customer", "7"));
      assertThat(seen.get("late").traceId())
          .isEqualTo(spans.getFinishedSpanItems().get(0).getTraceId());
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("mine", "1"));
      assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }
  }

  @Test
  void handedOff_workAndItsCleanups_findTheContext() throws Exception {
    CompletableFuture<HandedOff> handed = new CompletableFuture<>();
    try (PitfallServer server =
        traced()
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  exchange.logField("customer", "7");
                  Registration release =
                      exchange.cleanups().register("release", outcome -> look("release"));
                  handed.complete(exchange.handOff("mailing", release));
                })
            .start()) {
      server.visit("/");

      onPool(() -> runWork(handed.join()));

      String traceId = spans.getFinishedSpanItems().get(0).getTraceId();
      Seen expected = new Seen(traceId, true, Map.of("customer", "7"));
      assertThat(seen).isEqualTo(Map.of("work", expected, "release", expected));
      assertThat(server.pitfalls()).isEmpty();
    }
  }

  private void runWork(HandedOff handed) {
    handed.run(() -> look("work"));
  }

  @Test
  void span_startedInACleanupAndNotEnded_isReported() throws Exception {
    try (PitfallServer server =
        traced()
            .serve(
                "/*",
                (request, response) ->
                    Exchange.of(request)
                        .cleanups()
                        .register(
                            "forgetful",
                            outcome -> {
                              Span span = tracers.get("test").spanBuilder("forgotten").startSpan();
                              assertThat(span.isRecording()).isTrue();
                            }))
            .start()) {
      server.visit("/");

      assertThat(server.pitfalls())
          .extracting(Pitfall::kind, Pitfall::detail)
          .containsExactly(tuple(PitfallKind.SPAN_NOT_ENDED, "forgotten"));
      assertThat(List.copyOf(server.pitfalls()).get(0).site().getClassName())
          .startsWith(CleanupContextTest.class.getName());
    }
  }

  @Test
  void cleanups_ofAnExchangeWithoutFields_findNoneAndLeaveNone() throws Exception {
    try (PitfallServer server =
        new PitfallServer(builder -> builder.executor(pool))
            .serve(
                "/*",
                (request, response) -> {
                  Exchange exchange = Exchange.of(request);
                  exchange
                      .cleanups()
                      .register(
                          "untidy",
                          outcome -> {
                            look("untidy");
                            MDC.put("left", "behind");
                          });
                  exchange.cleanups().registerAsync("async", NEVER, outcome -> stage);
                })
            .start()) {
      onPool(() -> MDC.put("pool", "1"));
      server.jetty().status("/");
      stage.complete(null);
      server.awaitEnd();
      onPool(() -> look("pool"));

      assertThat(seen.get("untidy").fields()).isEmpty();
      assertThat(seen.get("pool").fields()).containsExactly(Map.entry("pool", "1"));
    }
  }
}
