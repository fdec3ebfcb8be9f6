package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.backstop.Backstop;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The span's place: current while the application works, and ended last. */
class TracingScopeTest {
  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    spans.close();
  }

  private Backstop backstop() {
    return backstop(Tracing.builder(spans.sdk()));
  }

  private static Backstop backstop(TracingBuilder tracing) {
    return Backstop.builder().use(tracing.build()).build();
  }

  @Test
  void enter_eachDispatch_makesTheSpanCurrentOnItsThread() throws Exception {
    List<String> current = new ArrayList<>();
    try (ObservedServer server =
        new ObservedServer(Tracing.create(spans.sdk()))
            .on(
                "/async",
                (exchange, request, response) -> {
                  current.add(Span.current().getSpanContext().getSpanId());
                  if (request.getDispatcherType() == DispatcherType.REQUEST) {
                    AsyncContext async = request.startAsync();
                    async.start(
                        () -> {
                          current.add("between: " + Span.current().getSpanContext().isValid());
                          async.dispatch();
                        });
                  }
                })
            .start()) {
      server.get("/async");
      server.awaitEnd();
    }

    String id = spans.only().getSpanId();
    assertThat(current).containsExactly(id, "between: false", id);
  }

  @Test
  void enter_closed_restoresWhatWasCurrent() {
    Context before = Context.root().with(ContextKey.named("mine"), "kept");

    before
        .wrap(
            () -> {
              inDispatch(() -> assertThat(Span.current().getSpanContext().isValid()).isTrue());
              assertThat(Context.current()).isSameAs(before);
            })
        .run();
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // the leak is the point
  void enter_applicationLeaksAScope_restoresAllTheSame() {
    inDispatch(() -> Context.current().with(ContextKey.named("leak"), "leaked").makeCurrent());

    assertThat(Context.current()).isSameAs(Context.root());
  }

  private void inDispatch(Runnable application) {
    new Sent()
        .to(
            backstop(),
            exchange -> {
              AutoCloseable scope =
                  Tracing.create(spans.sdk()).start(exchange).enter(DispatcherType.REQUEST);
              application.run();
              assertThatCode(scope::close).doesNotThrowAnyException();
            },
            200);
  }

  @Test
  void start_staleContextOnTheThread_isNotTheParent() {
    Span stale = spans.sdk().getTracer("other").spanBuilder("stale").startSpan();

    Context.root().with(stale).wrap(() -> new Sent().to(backstop(), exchange -> {}, 200)).run();

    assertThat(spans.only().getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void end_cleanupsOfAllKinds_runBeforeTheSpanEnds() throws Exception {
    List<String> ran = new ArrayList<>();
    AtomicReference<Span> span = new AtomicReference<>();
    try (ObservedServer server =
        new ObservedServer(
                exchange -> (outcome, report) -> ran.add("observer, open " + isOpen(span)),
                Tracing.create(spans.sdk())) // second in the list, first by its stage
            .on(
                "/",
                (exchange, request, response) -> {
                  span.set(Span.current());
                  exchange
                      .cleanups()
                      .register("app", outcome -> ran.add("cleanup, open " + isOpen(span)));
                })
            .start()) {
      server.get("/");
      server.awaitEnd();
    }

    assertThat(ran).containsExactly("cleanup, open true", "observer, open true");
    assertThat(isOpen(span)).isFalse();
  }

  private static boolean isOpen(AtomicReference<Span> span) {
    return !((ReadableSpan) span.get()).hasEnded();
  }
}
