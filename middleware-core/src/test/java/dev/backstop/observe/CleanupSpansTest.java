package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.cleanup.CleanupReport.Ran;
import dev.backstop.outcome.Ending;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cleanup as a span below the server span. */
class CleanupSpansTest {
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("backstop.cleanup.name");
  private static final AttributeKey<Long> SEQUENCE =
      AttributeKey.longKey("backstop.cleanup.sequence");
  private static final AttributeKey<String> OUTCOME =
      AttributeKey.stringKey("backstop.cleanup.outcome");
  private static final AttributeKey<Boolean> RECOVERED =
      AttributeKey.booleanKey("backstop.cleanup.recovered");
  private static final AttributeKey<Long> COUNT = AttributeKey.longKey("backstop.cleanup.count");
  private static final AttributeKey<Double> DURATION =
      AttributeKey.doubleKey("backstop.cleanup.duration");
  private static final AttributeKey<Long> FAILURES =
      AttributeKey.longKey("backstop.cleanup.failures");
  private static final AttributeKey<List<String>> FAILED =
      AttributeKey.stringArrayKey("backstop.cleanup.failed");
  private static final AttributeKey<Long> LEFT_OUT =
      AttributeKey.longKey("backstop.cleanup.left_out");

  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    spans.close();
  }

  private TracingBuilder all() {
    return Tracing.builder(spans.sdk()).cleanupSpans(CleanupSpans.ALL);
  }

  /** Sends a request through a real server and returns what its exchange came to. */
  private ObservedServer.Ended serve(TracingBuilder tracing, ObservedServer.Application work)
      throws Exception {
    try (ObservedServer server = new ObservedServer(tracing.build()).on("/a", work).start()) {
      server.get("/a");
      return server.awaitEnd();
    }
  }

  private List<CleanupReport> send(TracingBuilder tracing, Consumer<Exchange> work) {
    List<CleanupReport> reports = new ArrayList<>();
    Backstop backstop =
        Backstop.builder()
            .use(tracing.build())
            .onOutcome((outcome, report) -> reports.add(report))
            .build();
    new Sent().to(backstop, work, 200);
    return reports;
  }

  private List<SpanData> children() {
    return spans.all().stream().filter(span -> span.getKind() == SpanKind.INTERNAL).toList();
  }

  private List<String> childNames() {
    return children().stream().map(SpanData::getName).toList();
  }

  private SpanData server() {
    return spans.all().stream()
        .filter(span -> span.getKind() == SpanKind.SERVER)
        .reduce(
            (one, other) -> {
              throw new AssertionError("two server spans: " + one + other);
            })
        .orElseThrow();
  }

  /** Keeps the thread for a time, as work does. */
  private static void take(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  private void assertChildrenLieInside() {
    SpanData server = server();
    assertThat(children())
        .isNotEmpty()
        .allSatisfy(
            child -> {
              assertThat(child.getTraceId()).isEqualTo(server.getTraceId());
              assertThat(child.getParentSpanId()).isEqualTo(server.getSpanId());
              assertThat(child.getStartEpochNanos())
                  .isBetween(server.getStartEpochNanos(), child.getEndEpochNanos());
              assertThat(child.getEndEpochNanos()).isLessThanOrEqualTo(server.getEndEpochNanos());
            });
  }

  // All ----------------------------------------------------------------------------------------

  @Test
  void all_threeCleanups_areChildrenInTheOrderAndWithTheTimesInWhichTheyRan() throws Exception {
    long before = System.currentTimeMillis();
    ObservedServer.Ended ended =
        serve(
            all(),
            (exchange, request, response) -> {
              exchange.cleanups().register("last", outcome -> take(20));
              exchange.cleanups().register("middle", outcome -> {});
              exchange.cleanups().register("first", outcome -> take(40));
            });

    assertThat(childNames()).containsExactly("cleanup first", "cleanup middle", "cleanup last");
    assertThat(spans.all().get(3)).as("the server span is exported last").isEqualTo(server());
    assertChildrenLieInside();
    List<Ran> ran = ended.report().cleanups();
    long offset = children().get(0).getStartEpochNanos() - ran.get(0).startNanos();
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      SpanData child = children().get(i);
      assertThat(child.getAttributes().asMap())
          .isEqualTo(
              Attributes.of(NAME, ran.get(i).name(), SEQUENCE, (long) i + 1, OUTCOME, "ok")
                  .asMap());
      assertThat(child.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
      assertThat(child.getEvents()).isEmpty();
      assertThat(child.getInstrumentationScopeInfo().getName()).isEqualTo("dev.backstop");
      assertThat(child.getStartEpochNanos() - ran.get(i).startNanos()).isEqualTo(offset);
      assertThat(child.getEndEpochNanos() - child.getStartEpochNanos())
          .isEqualTo(ran.get(i).durationNanos());
      sum += ran.get(i).durationNanos();
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(children().get(0).getStartEpochNanos()))
        .isBetween(before, System.currentTimeMillis());
    assertThat(sum).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(60));
    assertThat(server().getAttributes().get(DURATION)).isEqualTo(sum / 1e9);
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(3);
    assertThat(server().getAttributes().get(FAILURES)).isNull();
  }

  /** A clock of the same kind, read in the cleanup itself, falls into the span. */
  @Test
  void all_clockReadInACleanup_liesInItsSpan() throws Exception {
    AtomicLong during = new AtomicLong();
    serve(
        all(),
        (exchange, request, response) ->
            exchange
                .cleanups()
                .register(
                    "timed",
                    outcome -> {
                      take(5);
                      during.set(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
                      take(5);
                    }));

    SpanData child = children().get(0);
    assertThat(during.get()).isBetween(child.getStartEpochNanos(), child.getEndEpochNanos());
  }

  @Test
  void all_noCleanups_makesNoSpanAndNoDuration() throws Exception {
    serve(all(), (exchange, request, response) -> {});

    assertThat(children()).isEmpty();
    assertThat(server().getAttributes().get(COUNT)).isZero();
    assertThat(server().getAttributes().get(DURATION)).isNull();
  }

  @Test
  void all_middlewareEnds_areNoCleanupsOfTheApplication() throws Exception {
    ObservedServer.Ended ended =
        serve(
            all(),
            (exchange, request, response) -> exchange.cleanups().register("mine", outcome -> {}));

    assertThat(ended.report().count()).isGreaterThan(1);
    assertThat(childNames()).containsExactly("cleanup mine");
    assertThat(server().getAttributes().get(COUNT)).isOne();
  }

  // Failures -----------------------------------------------------------------------------------

  @Test
  void failed_exceptionEvent_isAtTheCleanupsEndWithTypeMessageAndStack() throws Exception {
    serve(
        all(),
        (exchange, request, response) -> {
          exchange.cleanups().register("slower", outcome -> take(20));
          exchange.cleanups().register("audit", outcome -> fail("the store is down"));
        });

    SpanData child = children().get(0);
    assertThat(child.getName()).isEqualTo("cleanup audit");
    assertThat(child.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(child.getAttributes().get(OUTCOME)).isEqualTo("failed");
    assertThat(child.getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(child.getAttributes().get(RECOVERED)).isNull();
    assertThat(child.getEvents()).hasSize(1);
    EventData event = child.getEvents().get(0);
    assertThat(event.getName()).isEqualTo("exception");
    assertThat(event.getEpochNanos()).isEqualTo(child.getEndEpochNanos());
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
        .isEqualTo("the store is down");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.stacktrace")))
        .startsWith("java.lang.IllegalStateException: the store is down")
        .contains("at " + CleanupSpansTest.class.getName() + ".fail(CleanupSpansTest.java:");
    assertThat(children().get(1).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(server().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(2);
    assertThat(server().getAttributes().get(FAILURES)).isOne();
    assertThat(server().getAttributes().get(FAILED)).containsExactly("audit");
  }

  @Test
  void failed_exchangeHadAnErrorAlready_isMarkedAsRecovered() throws Exception {
    serve(
        all(),
        (exchange, request, response) -> {
          exchange.cleanups().register("fine", outcome -> {});
          exchange.cleanups().register("audit", outcome -> fail("the store is down"));
          throw new IllegalArgumentException("no stock");
        });

    assertThat(children()).hasSize(2);
    assertThat(children())
        .allSatisfy(child -> assertThat(child.getAttributes().get(RECOVERED)).isTrue());
    assertThat(server().getEvents())
        .filteredOn(event -> event.getName().equals("exception"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
                    .isEqualTo("no stock"));
  }

  @Test
  void failed_exceptionThatCannotBeRead_costsNoSpan() {
    class Broken extends RuntimeException {
      private static final long serialVersionUID = 1;

      @Override
      public String getMessage() {
        throw new UnsupportedOperationException();
      }
    }

    send(
        all(),
        exchange -> {
          exchange.cleanups().register("after", outcome -> {});
          exchange
              .cleanups()
              .register(
                  "broken",
                  outcome -> {
                    throw new Broken();
                  });
        });

    assertThat(childNames()).containsExactly("cleanup broken", "cleanup after");
    assertThat(children().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(children().get(0).getEvents()).hasSize(1);
    assertThat(server().hasEnded()).isTrue();
  }

  @Test
  void failed_endlessMessage_isCut() {
    send(all(), exchange -> exchange.cleanups().register("audit", o -> fail("x".repeat(200_000))));

    Attributes told = children().get(0).getEvents().get(0).getAttributes();
    assertThat(told.get(AttributeKey.stringKey("exception.message"))).hasSize(2_048);
    assertThat(told.get(AttributeKey.stringKey("exception.stacktrace"))).hasSize(65_536);
  }

  /** Whatever the application gave to its SDK: the server span ends. */
  @Test
  void all_processorThatThrows_costsTheCleanupSpansAlone() {
    InMemorySpanExporter exported = InMemorySpanExporter.create();
    SpanProcessor broken =
        new SpanProcessor() {
          @Override
          public void onStart(Context parent, ReadWriteSpan span) {
            if (span.getKind() == SpanKind.INTERNAL) {
              throw new IllegalStateException("the processor is broken");
            }
          }

          @Override
          public boolean isStartRequired() {
            return true;
          }

          @Override
          public void onEnd(ReadableSpan span) {
            // of no interest
          }

          @Override
          public boolean isEndRequired() {
            return false;
          }
        };
    List<CleanupReport> reports;
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .addSpanProcessor(broken)
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build()) {
      OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
      reports =
          send(
              Tracing.builder(sdk).cleanupSpans(CleanupSpans.ALL),
              exchange -> exchange.cleanups().register("fine", outcome -> {}));
      assertThat(exported.getFinishedSpanItems())
          .extracting(SpanData::getKind)
          .containsExactly(SpanKind.SERVER);
    }

    assertThat(reports.get(0).failures())
        .extracting(failed -> failed.name() + ": " + failed.failure().getMessage())
        .containsExactly("Tracing: the processor is broken");
  }

  @Test
  void timedOut_interruptedAtItsLimit_saysSo() throws Exception {
    serve(
        Tracing.builder(spans.sdk()),
        (exchange, request, response) ->
            exchange
                .cleanups()
                .register("stuck", outcome -> new CountDownLatch(1).await())
                .timeout(Duration.ofMillis(30)));

    SpanData child = children().get(0);
    assertThat(child.getAttributes().get(OUTCOME)).isEqualTo("timed_out");
    assertThat(child.getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo(TimeoutException.class.getName());
    assertThat(child.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(child.getEndEpochNanos() - child.getStartEpochNanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    assertChildrenLieInside();
  }

  // Early, late, asynchronous ------------------------------------------------------------------

  @Test
  void early_byRunNow_hasTheTimeAtWhichItRanAndIsCounted() throws Exception {
    serve(
        all(),
        (exchange, request, response) -> {
          exchange.cleanups().register("at the end", outcome -> {});
          exchange.cleanups().register("early", outcome -> fail("early")).runNow();
          exchange.cleanups().register("early and fine", outcome -> take(20)).runNow();
          take(30);
        });

    assertThat(children())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder("cleanup early", "cleanup early and fine", "cleanup at the end");
    SpanData fine = childOf("cleanup early and fine");
    assertThat(fine.getAttributes().get(OUTCOME)).isEqualTo("ok");
    assertThat(fine.getEndEpochNanos() - fine.getStartEpochNanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    for (String early : List.of("cleanup early", "cleanup early and fine")) {
      assertThat(
              childOf("cleanup at the end").getStartEpochNanos()
                  - childOf(early).getEndEpochNanos())
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    }
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(3);
    assertThat(server().getAttributes().get(FAILURES)).isEqualTo(1);
    assertThat(server().getAttributes().get(DURATION)).isBetween(0.020, 60.0);
    assertChildrenLieInside();
  }

  private SpanData childOf(String name) {
    return children().stream().filter(child -> child.getName().equals(name)).findFirst().get();
  }

  @Test
  void early_withoutEnd_areBoundedAndCounted() throws Exception {
    serve(
        all(),
        (exchange, request, response) -> {
          for (int i = 0; i < 1_000; i++) {
            exchange.cleanups().hold("row", "row " + i, row -> {}).runNow();
          }
        });

    assertThat(children()).hasSize(CleanupTracer.MOST);
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(1_000);
    assertThat(server().getAttributes().get(LEFT_OUT)).isEqualTo(1_000 - CleanupTracer.MOST);
  }

  @Test
  void early_whenTheExchangeHadAnError_isRecovered() throws Exception {
    serve(
        all(),
        (exchange, request, response) -> {
          exchange.cleanups().register("before", outcome -> {}).runNow();
          exchange.recordError(new IllegalStateException("taken"));
          exchange.cleanups().register("since", outcome -> {}).runNow();
        });

    assertThat(childOf("cleanup before").getAttributes().get(RECOVERED)).isNull();
    assertThat(childOf("cleanup since").getAttributes().get(RECOVERED)).isTrue();
  }

  @Test
  void asynchronous_spanLastsUntilItsStageHasCompleted() throws Exception {
    serve(
        all(),
        (exchange, request, response) -> {
          exchange.cleanups().register("after it", outcome -> {});
          exchange
              .cleanups()
              .registerAsync(
                  "post",
                  Duration.ofSeconds(10),
                  outcome -> CompletableFuture.runAsync(() -> take(30)));
          exchange.cleanups().register("before it", outcome -> take(20));
        });

    assertThat(childNames())
        .containsExactly("cleanup before it", "cleanup post", "cleanup after it");
    SpanData post = children().get(1);
    assertThat(post.getStartEpochNanos())
        .isGreaterThanOrEqualTo(children().get(0).getEndEpochNanos());
    assertThat(post.getEndEpochNanos() - post.getStartEpochNanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    assertThat(children().get(2).getStartEpochNanos())
        .isGreaterThanOrEqualTo(post.getEndEpochNanos());
    assertChildrenLieInside();
  }

  @Test
  void asynchronous_pastItsDeadline_isTimedOut() throws Exception {
    serve(
        Tracing.builder(spans.sdk()),
        (exchange, request, response) ->
            exchange
                .cleanups()
                .registerAsync(
                    "post", Duration.ofMillis(20), outcome -> new CompletableFuture<>()));

    assertThat(children().get(0).getAttributes().get(OUTCOME)).isEqualTo("timed_out");
    assertChildrenLieInside();
  }

  @Test
  void late_afterTheSpansEnd_makesNone() {
    List<Exchange> kept = new ArrayList<>();
    send(all(), kept::add);

    kept.get(0).cleanups().register("late", outcome -> fail("late"));

    assertThat(children()).isEmpty();
    assertThat(server().getAttributes().get(COUNT)).isZero();
  }

  // Levels -------------------------------------------------------------------------------------

  @Test
  void slowOrFailed_fourCleanups_makesSpansOfExactlyThose() {
    AtomicLong clock = new AtomicLong(System.nanoTime());
    Tracing tracing = Tracing.builder(spans.sdk()).slowCleanupAfter(Duration.ofMillis(50)).build();

    new Sent()
        .to(
            Backstop.builder().use(tracing).clock(clock::get).build(),
            exchange -> {
              exchange.cleanups().register("fast", outcome -> clock.addAndGet(49_000_000));
              exchange.cleanups().register("slow", outcome -> clock.addAndGet(51_000_000));
              exchange.cleanups().register("failed", outcome -> fail("failed"));
              exchange.cleanups().register("fast too", outcome -> {});
            },
            200);

    assertThat(childNames()).containsExactly("cleanup failed", "cleanup slow");
    assertThat(children())
        .extracting(child -> child.getAttributes().get(SEQUENCE))
        .containsExactly(2L, 3L);
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(4);
  }

  @Test
  void create_defaultLevel_isSlowOrFailedAt100Milliseconds() {
    AtomicLong clock = new AtomicLong(System.nanoTime());
    Backstop backstop =
        Backstop.builder().use(Tracing.create(spans.sdk())).clock(clock::get).build();

    new Sent()
        .to(
            backstop,
            exchange -> {
              exchange.cleanups().register("at it", outcome -> clock.addAndGet(100_000_000));
              exchange.cleanups().register("over it", outcome -> clock.addAndGet(100_000_001));
            },
            200);

    assertThat(childNames()).containsExactly("cleanup over it");
  }

  private static void registerFour(Exchange exchange) {
    exchange.cleanups().register("fast", outcome -> {});
    exchange.cleanups().register("slow", outcome -> take(60));
    exchange.cleanups().register("failed", outcome -> fail("failed"));
    exchange.cleanups().register("fast too", outcome -> {});
  }

  @Test
  void off_slowAndFailedCleanups_makesNoneAndReadsNoClock() throws Exception {
    ObservedServer.Ended ended =
        serve(
            Tracing.builder(spans.sdk()).cleanupSpans(CleanupSpans.OFF),
            (exchange, request, response) -> registerFour(exchange));

    assertThat(children()).isEmpty();
    assertThat(ended.report().cleanups())
        .allSatisfy(ran -> assertThat(ran.durationNanos()).isEqualTo(-1));
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(4);
    assertThat(server().getAttributes().get(FAILED)).containsExactly("failed");
    assertThat(server().getAttributes().get(DURATION)).isNull();
  }

  @ParameterizedTest
  @EnumSource(CleanupSpans.class)
  void timesCleanups_isAskedForUnlessOff(CleanupSpans level) {
    Tracing tracing = Tracing.builder(spans.sdk()).cleanupSpans(level).build();

    assertThat(tracing.timesCleanups()).isEqualTo(level != CleanupSpans.OFF);
  }

  @Test
  void all_notSampled_makesNone() {
    try (RecordedSpans unsampled = new RecordedSpans(Sampler.alwaysOff())) {
      send(
          Tracing.builder(unsampled.sdk()).cleanupSpans(CleanupSpans.ALL),
          exchange -> registerFour(exchange));

      assertThat(unsampled.all()).isEmpty();
    }
  }

  // Bounds -------------------------------------------------------------------------------------

  @Test
  void all_thousandsOfCleanups_makes100AndCountsTheOthers() {
    AtomicLong clock = new AtomicLong(System.nanoTime());
    Backstop backstop = Backstop.builder().use(all().build()).clock(clock::get).build();

    new Sent()
        .to(
            backstop,
            exchange -> {
              exchange.cleanups().register("failed last", outcome -> fail("last"));
              exchange.cleanups().register("longest", outcome -> clock.addAndGet(1_000_000));
              for (int i = 0; i < 3_000; i++) {
                exchange.cleanups().register("row", outcome -> clock.addAndGet(10));
              }
            },
            200);

    assertThat(children()).hasSize(100);
    assertThat(childNames()).endsWith("cleanup longest", "cleanup failed last");
    assertThat(children()).extracting(child -> child.getAttributes().get(SEQUENCE)).isSorted();
    assertThat(server().getAttributes().get(LEFT_OUT)).isEqualTo(2_902);
    assertThat(server().getAttributes().get(COUNT)).isEqualTo(3_002);
  }

  @Test
  void all_endlessNames_makeBoundedSpanNames() {
    Backstop backstop = Backstop.builder().use(all().build()).build();
    for (int i = 0; i < 1_100; i++) {
      String name = "order-" + i;
      new Sent().to(backstop, exchange -> exchange.cleanups().register(name, o -> {}), 200);
    }
    new Sent()
        .to(backstop, exchange -> exchange.cleanups().register("x".repeat(9_000), o -> {}), 200);

    assertThat(childNames().stream().distinct()).hasSize(1_001).contains("cleanup");
    assertThat(children().get(1_050).getAttributes().get(NAME)).isEqualTo("order-1050");
    assertThat(children().get(1_100).getAttributes().get(NAME)).isEqualTo("x".repeat(256));
  }

  @Test
  void failed_endlessNames_areCutOnTheServerSpan() {
    send(all(), exchange -> exchange.cleanups().register("x".repeat(9_000), o -> fail("too long")));

    assertThat(server().getAttributes().get(FAILED)).containsExactly("x".repeat(256));
  }

  // Clocks -------------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(ClockThatIsOff.class)
  void all_injectedClockThatIsOff_childrenStayInside(ClockThatIsOff off) {
    AtomicLong clock = new AtomicLong(off.start);
    Backstop backstop = Backstop.builder().use(all().build()).clock(clock::get).build();

    new Sent()
        .to(
            backstop,
            exchange -> {
              exchange.cleanups().register("second", outcome -> clock.addAndGet(off.step));
              exchange.cleanups().register("first", outcome -> clock.addAndGet(off.step));
            },
            200);

    assertThat(childNames()).containsExactly("cleanup first", "cleanup second");
    assertChildrenLieInside();
  }

  @Test
  void all_injectedClockThatLeapsForthAndBack_childrenStayInside() {
    AtomicLong clock = new AtomicLong();
    Backstop backstop = Backstop.builder().use(all().build()).clock(clock::get).build();
    long leap = Duration.ofHours(3).toNanos();

    new Sent()
        .to(
            backstop,
            exchange -> {
              exchange.cleanups().register("back", outcome -> clock.addAndGet(-2 * leap));
              exchange.cleanups().register("forth", outcome -> clock.addAndGet(leap));
            },
            200);

    assertThat(childNames()).containsExactly("cleanup forth", "cleanup back");
    assertChildrenLieInside();
  }

  private enum ClockThatIsOff {
    FAST(0, Duration.ofHours(3).toNanos()),
    STANDING(42, 0),
    BACKWARDS(0, -Duration.ofHours(3).toNanos()),
    OVERFLOWING(Long.MAX_VALUE - 10, 100);

    final long start;
    final long step;

    ClockThatIsOff(long start, long step) {
      this.start = start;
      this.step = step;
    }
  }

  /** The SDK anchors its clock when a trace begins; that of the machine may be set meanwhile. */
  @Test
  void all_wallClockIsSetBackAnHour_childrenStayInside() {
    AtomicLong setBy = new AtomicLong();
    Clock wall =
        new Clock() {
          @Override
          public long now() {
            return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + setBy.get();
          }

          @Override
          public long nanoTime() {
            return System.nanoTime();
          }
        };
    InMemorySpanExporter exported = InMemorySpanExporter.create();
    List<SpanData> all; // a tracer provider that is closed forgets them
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setClock(wall)
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build()) {
      OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
      send(
          Tracing.builder(sdk).cleanupSpans(CleanupSpans.ALL),
          exchange -> {
            exchange.cleanups().register("second", outcome -> {});
            exchange.cleanups().register("first", outcome -> setBy.set(-TimeUnit.HOURS.toNanos(1)));
          });
      all = List.copyOf(exported.getFinishedSpanItems());
    }

    assertThat(all).hasSize(3);
    long[] moments =
        LongStream.of(
                all.get(2).getStartEpochNanos(),
                all.get(0).getStartEpochNanos(),
                all.get(0).getEndEpochNanos(),
                all.get(1).getStartEpochNanos(),
                all.get(1).getEndEpochNanos(),
                all.get(2).getEndEpochNanos())
            .toArray();
    assertThat(moments).isSorted();
    assertThat(moments[5] - moments[0]).isLessThan(TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void all_cutExchange_hasItsSpansToo() {
    Backstop backstop = Backstop.builder().use(all().build()).build();

    new Sent()
        .to(
            backstop,
            exchange -> exchange.cleanups().register("mine", outcome -> {}),
            0,
            Ending.ABORTED);

    assertThat(childNames()).containsExactly("cleanup mine");
  }

  // The builder --------------------------------------------------------------------------------

  @Test
  void build_mistakes_areAllNamedWithTheRemedy() {
    TracingBuilder builder =
        Tracing.builder(spans.sdk())
            .cleanupSpans(null)
            .slowCleanupAfter(null)
            .slowCleanupAfter(Duration.ofMillis(-1));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "cleanupSpans(level) was given null: leave the call out for SLOW_OR_FAILED",
            "slowCleanupAfter(limit) was given null",
            "slowCleanupAfter(PT-0.001S): expected a positive duration",
            "cleanupSpans(CleanupSpans.ALL)");
  }
}
