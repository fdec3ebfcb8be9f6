package dev.backstop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.observe.ScopeGuard;
import dev.backstop.observe.SpanLedger;
import dev.backstop.observe.Tracing;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.context.SettableContextStorageProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scopes that were opened in a dispatch are closed in it, in order and on its thread. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // the wrong code is the point
class ScopeGuardTest {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final Queue<Pitfall> told = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
  private final List<Context> leftAs = new CopyOnWriteArrayList<>();
  private final ContextStorage original = SettableContextStorageProvider.getContextStorage();

  /** Enters first and leaves last: what it finds is what the thread takes to its next request. */
  private final class Outside implements Middleware {
    @Override
    public Watch start(Exchange exchange) {
      return new Watch() {
        @Override
        public AutoCloseable enter(DispatcherType type) {
          return () -> leftAs.add(Context.current());
        }

        @Override
        public void end(Outcome outcome, dev.backstop.cleanup.CleanupReport report) {}
      };
    }

    @Override
    public Stage stage() {
      return Stage.CONTEXT;
    }
  }

  @AfterEach
  void restore() {
    SettableContextStorageProvider.setContextStorage(original);
  }

  private void serve(JettyServer.Application application) throws Exception {
    ScopeGuard guard = ScopeGuard.create(PitfallLevel.EVERY);
    SettableContextStorageProvider.setContextStorage(guard.around(original));
    serve(guard, application);
  }

  private void serve(ScopeGuard guard, JettyServer.Application application) throws Exception {
    serve(application, new Outside(), Tracing.create(OpenTelemetry.noop()), guard);
  }

  private void serve(JettyServer.Application application, Middleware... middleware)
      throws Exception {
    BackstopBuilder builder =
        Backstop.builder().onPitfall(told::add).onOutcome((outcome, report) -> ended.add(outcome));
    for (Middleware each : middleware) {
      builder.use(each);
    }
    try (JettyServer server = new JettyServer()) {
      builder.build().install(server.context.getServletContext());
      server.serve("/orders", application).start();
      assertThat(server.status("/orders")).isEqualTo(200);
      assertThat(ended.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(leftAs).containsOnly(Context.root());
  }

  private static Scope open(String value) {
    return Context.current().with(KEY, value).makeCurrent();
  }

  private void leaks(HttpServletRequest request, HttpServletResponse response) {
    Context.current().with(KEY, "leaked").makeCurrent(); // and no close()
  }

  private void closesOutOfOrder(HttpServletRequest request, HttpServletResponse response) {
    Context before = Context.current();
    Scope one = open("one");
    Scope two = open("two");
    one.close();
    assertThat(Context.current().get(KEY)).isEqualTo("two");
    two.close();
    assertThat(Context.current()).isSameAs(before);
  }

  private void closesElsewhere(HttpServletRequest request, HttpServletResponse response) {
    Scope scope = open("stored");
    CompletableFuture.runAsync(() -> closeHere(scope)).join();
  }

  private static void closeHere(Scope scope) {
    scope.close();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void dispatch_leavesAScopeOpen_isRestoredAndReportedWithItsOpener() throws Exception {
    serve(this::leaks);

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.SCOPE_LEFT_OPEN);
    assertThat(told.element().site().getClassName()).isEqualTo(ScopeGuardTest.class.getName());
    assertThat(told.element().site().getMethodName()).isEqualTo("leaks");
  }

  @Test
  void close_outOfOrder_isReportedWithTheCloser_andTheContextIsRight() throws Exception {
    serve(this::closesOutOfOrder);

    assertThat(told)
        .extracting(Pitfall::kind)
        .containsExactly(PitfallKind.SCOPE_CLOSED_OUT_OF_ORDER);
    assertThat(told.element().site().getMethodName()).isEqualTo("closesOutOfOrder");
    assertThat(told.element().detail()).startsWith("a scope opened at ").contains("open(");
  }

  @Test
  void close_onAnotherThread_isReportedWithTheCloser_andBothThreadsAreRight() throws Exception {
    serve(this::closesElsewhere);

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.SCOPE_CLOSED_ELSEWHERE);
    assertThat(told.element().site().getMethodName()).isEqualTo("closeHere");
    assertThat(told.element().detail()).contains("open(");
  }

  @Test
  void close_inOrder_isSilent() throws Exception {
    serve(
        (request, response) -> {
          try (Scope one = open("one")) {
            try (Scope two = open("two")) {
              two.close(); // and once more by the statement: closing twice is closing once
            }
          }
          CompletableFuture.runAsync(Context.current().wrap(() -> open("other thread").close()))
              .join();
        });

    assertThat(told).isEmpty();
  }

  @Test
  void dispatch_leavesAScopeOpen_aLedgerAfterTheGuardIsNotBlamed() throws Exception {
    ScopeGuard guard = ScopeGuard.create(PitfallLevel.EVERY);
    SettableContextStorageProvider.setContextStorage(guard.around(original));

    serve(
        this::leaks,
        new Outside(),
        guard,
        SpanLedger.create(PitfallLevel.EVERY),
        Tracing.create(OpenTelemetry.noop()));

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.SCOPE_LEFT_OPEN);
    assertThat(told.element().site().getMethodName()).isEqualTo("leaks");
  }

  @Test
  void dispatch_guardNotInstalled_findsTheLeakByTheContext() throws Exception {
    serve(ScopeGuard.create(PitfallLevel.EVERY), this::leaks);

    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.SCOPE_LEFT_OPEN);
  }

  @Test
  void off_reportsNothing_andTracingRestores() throws Exception {
    ScopeGuard guard = ScopeGuard.create(PitfallLevel.OFF);
    SettableContextStorageProvider.setContextStorage(guard.around(original));

    serve(guard, this::leaks);

    assertThat(told).isEmpty();
  }

  /** The wrapper must be the first to touch a context, so it needs a JVM of its own. */
  @Test
  void install_beforeTheFirstContext_watches() throws Exception {
    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                GuardedApplication.class.getName())
            .redirectErrorStream(true)
            .start();

    String output = new String(application.getInputStream().readAllBytes(), UTF_8);

    assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines().toList())
        .as(output)
        .last()
        .asString()
        .startsWith("SCOPE_LEFT_OPEN dev.backstop.GuardedApplication.leaks(");
  }
}
