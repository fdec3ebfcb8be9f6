package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Spans that were started in an exchange end with it. */
class SpanLedgerTest {
  private final Queue<Pitfall> told = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
  private Tracer tracer;

  @SuppressWarnings("try") // the watch is there for what runs in it
  private void serve(PitfallLevel level, int requests, JettyServer.Application application)
      throws Exception {
    SpanLedger ledger = SpanLedger.create(level);
    try (SpanLedger.EndedSpanWatch watched = ledger.watchEndedSpans();
        OpenTelemetrySdk sdk =
            OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(ledger).build())
                .build();
        JettyServer server = new JettyServer()) {
      tracer = sdk.getTracer("shop");
      Backstop.builder()
          .use(ledger)
          .use(Tracing.create(sdk))
          .onPitfall(told::add)
          .onOutcome((outcome, report) -> ended.add(outcome))
          .build()
          .install(server.context.getServletContext());
      server.serve("/orders", application).start();
      for (int i = 0; i < requests; i++) {
        assertThat(server.status("/orders")).isEqualTo(200);
        assertThat(ended.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  private void forgets(HttpServletRequest request, HttpServletResponse response) {
    tracer.spanBuilder("query").startSpan(); // and no end()
  }

  @SuppressWarnings("try") // the scope is there for what runs in it
  private void ends(HttpServletRequest request, HttpServletResponse response) {
    Span span = tracer.spanBuilder("query").startSpan();
    try (Scope scope = span.makeCurrent()) {
      tracer.spanBuilder("nested").startSpan().end();
    } finally {
      span.end();
    }
  }

  @Test
  void end_spanNotEnded_isReportedWithItsOpener() throws Exception {
    serve(PitfallLevel.EVERY, 1, this::forgets);

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.SPAN_NOT_ENDED);
    Pitfall pitfall = told.element();
    assertThat(pitfall.detail()).isEqualTo("query");
    assertThat(pitfall.exchange()).isEqualTo("GET /orders");
    assertThat(pitfall.site().getClassName()).isEqualTo(SpanLedgerTest.class.getName());
    assertThat(pitfall.site().getMethodName()).isEqualTo("forgets");
  }

  @Test
  void change_ofASpanThatHasEnded_isReportedWithItsLine() throws Exception {
    AtomicReference<StackTraceElement> site = new AtomicReference<>();
    serve(
        PitfallLevel.EVERY,
        1,
        (request, response) -> {
          Span span = tracer.spanBuilder("query").startSpan();
          span.end();
          site.set(PitfallServer.nextLine());
          span.setAttribute("rows", 3);
        });

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.SPAN_CHANGED_AFTER_END);
    assertThat(told.element().detail()).isEqualTo("setAttribute()");
    assertThat(told.element().site().getLineNumber()).isEqualTo(site.get().getLineNumber());
    assertThat(told.element().site().getMethodName()).isEqualTo(site.get().getMethodName());
  }

  @Test
  void change_ofASpanThatHasEnded_atOffOrAfterTheWatch_isSilent() throws Exception {
    serve(
        PitfallLevel.OFF,
        1,
        (request, response) -> {
          Span span = tracer.spanBuilder("query").startSpan();
          span.end();
          span.setAttribute("rows", 3);
        });

    assertThat(told).isEmpty();
    Logger logger = Logger.getLogger("io.opentelemetry.sdk.trace.SdkSpan");
    assertThat(logger.getFilter()).isNull();
    assertThat(logger.getLevel()).isNull();
  }

  @Test
  void end_allSpansEnded_isSilent() throws Exception {
    serve(PitfallLevel.EVERY, 3, this::ends);

    assertThat(told).isEmpty();
  }

  @Test
  void end_spanOfACleanup_isInTime() throws Exception {
    serve(
        PitfallLevel.EVERY,
        1,
        (request, response) -> {
          Span span = tracer.spanBuilder("stream").startSpan();
          Exchange.of(request).cleanups().register("span", outcome -> span.end());
        });

    assertThat(told).isEmpty();
  }

  @Test
  void end_spanOfACarriedTaskAndOfAsync_isFound() throws Exception {
    serve(
        PitfallLevel.EVERY,
        1,
        (request, response) -> {
          AsyncContext async = request.startAsync(request, response);
          async.start(
              Exchange.of(request)
                  .wrap(
                      () -> {
                        forgets(request, response);
                        async.complete();
                      }));
        });

    assertThat(told).extracting(one -> one.site().getMethodName()).containsExactly("forgets");
  }

  @Test
  void end_manySpans_onlyTheOpenOneIsReported() throws Exception {
    serve(
        PitfallLevel.EVERY,
        1,
        (request, response) -> {
          for (int i = 0; i < 100; i++) {
            ends(request, response);
          }
          forgets(request, response);
          for (int i = 0; i < 100; i++) {
            ends(request, response);
          }
        });

    assertThat(told).hasSize(1);
  }

  @Test
  void sampled_everyForgottenSpanIsReported_andFromTheSecondOnItsOpener() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    serve(
        PitfallLevel.SAMPLED,
        4,
        (request, response) -> {
          if (requests.getAndIncrement() > 0) { // the first exchange is the sampled one
            forgets(request, response);
          }
        });

    assertThat(told).extracting(Pitfall::detail).containsExactly("query", "query", "query");
    assertThat(told.poll().site()).isNull();
    assertThat(told)
        .extracting(one -> one.site().getMethodName())
        .containsExactly("forgets", "forgets");
  }

  @Test
  void off_seesNothing() throws Exception {
    serve(PitfallLevel.OFF, 1, this::forgets);

    assertThat(told).isEmpty();
  }
}
