package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.observe.LoggingContext;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Each thread gets its MDC back at the end of every dispatch. */
class LoggingContextTest {
  private final Queue<Pitfall> told = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Map<String, String>> after = new CompletableFuture<>();

  /** Stands outside: puts a field before the dispatch, and looks at what came back. */
  private final Middleware outside =
      exchange ->
          new Watch() {
            @Override
            public AutoCloseable enter(DispatcherType type) {
              MDC.put("outer", "one");
              return () -> {
                Map<String, String> fields = MDC.getCopyOfContextMap();
                after.complete(fields == null ? Map.of() : fields);
                MDC.clear();
              };
            }

            @Override
            public void end(dev.backstop.outcome.Outcome o, dev.backstop.cleanup.CleanupReport r) {}
          };

  /** As {@link #outside}, in the stage of the logging context, so that it comes first. */
  private final Middleware first =
      new Middleware() {
        @Override
        public Watch start(Exchange exchange) {
          return outside.start(exchange);
        }

        @Override
        public Stage stage() {
          return Stage.CONTEXT;
        }

        @Override
        public String name() {
          return "first";
        }
      };

  @AfterEach
  void clear() {
    MDC.clear();
  }

  private Map<String, String> serve(JettyServer.Application application) throws Exception {
    Backstop backstop =
        Backstop.builder().use(first).use(LoggingContext.create()).onPitfall(told::add).build();
    try (JettyServer server = new JettyServer()) {
      backstop.install(server.context.getServletContext());
      server.serve("/orders", application).start();
      assertThat(server.status("/orders")).isEqualTo(200);
      return after.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void dispatch_leavesKeysBehind_isRestoredAndReportedWithKeysAndServlet() throws Exception {
    Map<String, String> restored =
        serve(
            (request, response) -> {
              MDC.put("user", "secret");
              MDC.put("cart", "secret");
            });

    assertThat(restored).containsExactly(Map.entry("outer", "one"));
    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.MDC_LEFT_BEHIND);
    Pitfall pitfall = told.element();
    assertThat(pitfall.detail()).isEqualTo("cart, user");
    assertThat(pitfall.message()).doesNotContain("secret");
    assertThat(pitfall.site().getClassName()).isEqualTo(JettyServer.class.getName() + "$Answering");
    assertThat(pitfall.site().getMethodName()).isEqualTo("service");
  }

  @Test
  void dispatch_removesOrChangesOuterKeys_isRestoredAndReported() throws Exception {
    Map<String, String> restored =
        serve(
            (request, response) -> {
              // SLF4J gives no outer value back: the nested key is gone.
              MDC.putCloseable("outer", "two").close();
            });

    assertThat(restored).containsExactly(Map.entry("outer", "one"));
    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.MDC_REMOVED);
    assertThat(told.element().detail()).isEqualTo("outer");
  }

  @Test
  void dispatch_clearsAndPuts_isBoth() throws Exception {
    serve(
        (request, response) -> {
          MDC.clear();
          MDC.put("user", "7");
        });

    assertThat(told)
        .extracting(Pitfall::kind)
        .containsExactly(PitfallKind.MDC_LEFT_BEHIND, PitfallKind.MDC_REMOVED);
  }

  @Test
  @SuppressWarnings("try") // the field is there for what logs meanwhile
  void dispatch_removesWhatItPut_isSilent() throws Exception {
    Map<String, String> restored =
        serve(
            (request, response) -> {
              String before = MDC.get("outer");
              try (MDC.MDCCloseable user = MDC.putCloseable("user", "7")) {
                MDC.put("outer", "two");
              } finally {
                MDC.put("outer", before);
              }
            });

    assertThat(restored).containsExactly(Map.entry("outer", "one"));
    assertThat(told).isEmpty();
  }

  @Test
  void carriedTask_leavesKeysBehind_costsItsThreadNothing() throws Exception {
    CompletableFuture<Map<String, String>> inTask = new CompletableFuture<>();
    serve(
        (request, response) -> {
          Thread thread =
              new Thread(
                  () -> {
                    Exchange.of(request).wrap(() -> MDC.put("task", "7")).run();
                    Map<String, String> fields = MDC.getCopyOfContextMap();
                    inTask.complete(fields == null ? Map.of() : fields);
                  });
          thread.start();
          inTask.join();
        });

    assertThat(inTask.join()).isEmpty();
  }
}
