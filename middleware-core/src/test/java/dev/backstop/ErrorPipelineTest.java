package dev.backstop;

import static dev.backstop.PitfallServer.nextLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors that become answers, on a real Jetty, read off its socket. */
class ErrorPipelineTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicReference<StackTraceElement> site = new AtomicReference<>();
  private PitfallServer server = new PitfallServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private PitfallServer serverOf(UnaryOperator<BackstopBuilder> configuration) {
    server.close();
    server = new PitfallServer(configuration);
    return server;
  }

  private String get(String path) throws IOException {
    return server.jetty().get(path);
  }

  /** Takes an order, for a servlet that catches what goes wrong in it. */
  private static final class Orders {
    static void take(String item) throws IOException {
      if (!item.isEmpty()) {
        throw new FileNotFoundException("no file for " + item);
      }
    }

    private Orders() {}
  }

  /** Where an application keeps its {@code catch}. */
  private static final class Recovery {
    static void run(Exchange exchange, String item) {
      try {
        Orders.take(item);
      } catch (IOException e) {
        exchange.fail(e);
      }
    }

    private Recovery() {}
  }

  /** Notes what a watch is told. */
  private final class Noting implements Middleware {
    @Override
    public Watch start(Exchange exchange) {
      return new Watch() {
        @Override
        public void beforeCommit(int status) {
          calls.add("beforeCommit " + status);
        }

        @Override
        public void error(Throwable error, boolean handled) {
          calls.add("error " + error.getMessage() + " handled " + handled);
        }

        @Override
        public void end(Outcome outcome, CleanupReport report) {
          calls.add("end " + outcome.status() + " handled " + outcome.errorHandled());
        }
      };
    }
  }

  /** An error of an application, as docs/errors.md has it. */
  private static final class OutOfStock extends RuntimeException {
    private static final long serialVersionUID = 1;

    int item() {
      return 4711;
    }
  }

  @Test
  void example_ofTheHandbook_answersAsItSays() throws Exception {
    serverOf(
            each ->
                each.mapError(
                        OutOfStock.class,
                        (error, exchange) ->
                            Problem.builder(409)
                                .detail("sold out")
                                .with("item", error.item())
                                .build())
                    .gate(
                        "/api/*",
                        exchange ->
                            "Bearer 42".equals(exchange.request().header("Authorization"))
                                ? Optional.empty()
                                : Optional.of(
                                    Problem.builder(401)
                                        .header("WWW-Authenticate", "Bearer")
                                        .build())))
        .serve(
            "/*",
            (request, response) -> {
              throw new OutOfStock();
            })
        .start();

    assertThat(server.visit("/api/orders")).isEqualTo(401);
    String[] answer = get("/orders").split("\r\n\r\n", 2);
    assertThat(answer[0].lines())
        .contains(
            "HTTP/1.1 409 Conflict",
            "Cache-Control: no-store",
            "Content-Type: application/problem+json",
            "Content-Length: 65");
    assertThat(answer[1])
        .isEqualTo("{\"title\":\"Conflict\",\"status\":409,\"detail\":\"sold out\",\"item\":4711}");
  }

  // Which mapper -------------------------------------------------------------------------------

  @Test
  void mapError_severalFit_theNearestTypeWins() throws Exception {
    serverOf(
            each ->
                each.mapError(Exception.class, (error, exchange) -> Problem.of(500))
                    .mapError(IOException.class, (error, exchange) -> Problem.of(502))
                    .mapError(Throwable.class, (error, exchange) -> Problem.of(501)))
        .serve(
            "/file",
            (request, response) -> {
              throw new FileNotFoundException("gone");
            })
        .serve(
            "/state",
            (request, response) -> {
              throw new IllegalStateException("gone");
            })
        .serve(
            "/assertion",
            (request, response) -> {
              throw new AssertionError("gone");
            })
        .start();

    assertThat(server.visit("/file")).isEqualTo(502);
    assertThat(server.visit("/state")).isEqualTo(500);
    assertThat(server.visit("/assertion")).isEqualTo(501);
  }

  @Test
  void mapError_wrapped_isLookedThrough() throws Exception {
    FileNotFoundException gone = new FileNotFoundException("gone");
    serverOf(
            each ->
                each.mapError(
                    FileNotFoundException.class,
                    (error, exchange) -> Problem.of(error == gone ? 404 : 500)))
        .serve(
            "/file",
            (request, response) -> {
              throw new ServletException(
                  new UndeclaredThrowableException(
                      new CompletionException(new ExecutionException(gone))));
            })
        .start();

    assertThat(get("/file")).startsWith("HTTP/1.1 404 ");

    assertThat(server.awaitEnd().error()).isSameAs(gone);
  }

  @Test
  void mapError_returnsNull_theErrorGoesOnToTheContainer() throws Exception {
    serverOf(each -> each.mapError(IOException.class, (error, exchange) -> null))
        .serve(
            "/file",
            (request, response) -> {
              throw new FileNotFoundException("gone");
            })
        .start();

    assertThat(get("/file")).startsWith("HTTP/1.1 500 ").doesNotContain("problem+json");

    assertThat(server.awaitEnd().errorHandled()).isFalse();
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void mapError_mapperThrows_isReportedAndTheErrorGoesOnUntouched() throws Exception {
    serverOf(
            each ->
                each.mapError(
                    IOException.class,
                    (error, exchange) -> {
                      site.set(nextLine());
                      throw new IllegalStateException("broken mapper");
                    }))
        .serve(
            "/file",
            (request, response) -> {
              response.setHeader("X-Kept", "1");
              response.getWriter().print("half");
              throw new FileNotFoundException("gone");
            })
        .start();

    assertThat(get("/file")).startsWith("HTTP/1.1 500 ").doesNotContain("broken mapper");

    Outcome outcome = server.awaitEnd();
    assertThat(outcome.error()).isInstanceOf(FileNotFoundException.class);
    assertThat(outcome.errorHandled()).isFalse();
    Pitfall pitfall = server.onlyPitfall(PitfallKind.OBSERVER_FAILED, site.get());
    assertThat(pitfall.detail()).isEqualTo("mapError of java.io.FileNotFoundException");
    assertThat(pitfall.cause()).hasMessage("broken mapper");
  }

  @Test
  void mapError_problemThatIsNone_isReportedAsTheMapperThatThrows() throws Exception {
    serverOf(each -> each.mapError(IOException.class, (error, exchange) -> Problem.of(200)))
        .serve(
            "/file",
            (request, response) -> {
              throw new FileNotFoundException("gone");
            })
        .start();

    assertThat(server.visit("/file")).isEqualTo(500);

    assertThat(server.pitfalls())
        .singleElement()
        .satisfies(one -> assertThat(one.cause()).isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void mapError_errorPageThrows_isTheContainers() throws Exception {
    serverOf(
            each ->
                each.mapError(IllegalStateException.class, (error, exchange) -> Problem.of(409)))
        .serve("/orders", (request, response) -> response.sendError(404))
        .serve(
            "/page",
            (request, response) -> {
              throw new IllegalStateException("broken page");
            });
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(404, "/page");
    server.jetty().context.setErrorHandler(pages);
    server.start();

    assertThat(get("/orders")).doesNotContain("problem+json");
  }

  @Test
  void mapError_filterAlone_answersToo() throws Exception {
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    try (JettyServer jetty = new JettyServer()) {
      Backstop backstop =
          Backstop.builder()
              .mapError(IOException.class, (error, exchange) -> Problem.of(502, "no upstream"))
              .onOutcome((outcome, report) -> outcomes.add(outcome))
              .build();
      jetty.context.addFilter(
          new FilterHolder(backstop.filter()), "/*", EnumSet.of(DispatcherType.REQUEST));
      jetty
          .serve(
              "/file",
              (request, response) -> {
                throw new FileNotFoundException("gone");
              })
          .start();

      assertThat(jetty.get("/file"))
          .startsWith("HTTP/1.1 502 ")
          .endsWith("{\"title\":\"Bad Gateway\",\"status\":502,\"detail\":\"no upstream\"}");
      // Jetty sends the last byte inside of the write, and a stop would overtake the filter.
      Awaitility.await().until(() -> !outcomes.isEmpty());
    }
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).status()).isEqualTo(502);
    assertThat(outcomes.get(0).ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcomes.get(0).errorHandled()).isTrue();
  }

  // What is kept -------------------------------------------------------------------------------

  @Test
  void outcome_catchInAHelperClass_keepsTheFrameThatThrew() throws Exception {
    serverOf(each -> each.mapError(IOException.class, (error, exchange) -> Problem.of(404)))
        .serve("/orders", (request, response) -> Recovery.run(Exchange.of(request), "4711"))
        .start();

    assertThat(server.jetty().status("/orders")).isEqualTo(404);

    Outcome outcome = server.awaitEnd();
    assertThat(outcome.error()).isInstanceOf(FileNotFoundException.class);
    assertThat(outcome.errorHandled()).isTrue();
    assertThat(outcome.errorOrigin().getClassName()).isEqualTo(Orders.class.getName());
    assertThat(outcome.errorOrigin().getMethodName()).isEqualTo("take");
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void outcome_unrelatedErrorIsMappedAfterARecordedOne_theFirstStaysAndTheMaskIsTold()
      throws Exception {
    serverOf(
            each ->
                each.mapError(IllegalStateException.class, (error, exchange) -> Problem.of(500)))
        .serve(
            "/orders",
            (request, response) -> {
              Exchange.of(request).recordError(new IOException("no database"));
              site.set(nextLine());
              throw new IllegalStateException("rollback failed");
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(500);

    server.onlyPitfall(PitfallKind.ERROR_MASKED, site.get());
  }

  @Test
  void watches_mapped_areToldOfAHandledErrorAndTheStatusOfTheProblem() throws Exception {
    serverOf(
            each ->
                each.use(new Noting())
                    .mapError(IOException.class, (error, exchange) -> Problem.of(502)))
        .serve(
            "/file",
            (request, response) -> {
              response.setStatus(201);
              response.getWriter().print("half");
              throw new FileNotFoundException("gone");
            })
        .start();

    server.visit("/file");

    assertThat(calls)
        .containsExactly(
            "beforeCommit 201", // by the first byte
            "error gone handled true",
            "beforeCommit 502", // armed again, since all was reset
            "end 502 handled true");
  }

  @Test
  void watches_failedWithoutABody_areToldOnce() throws Exception {
    serverOf(each -> each.use(new Noting()))
        .serve("/orders", (request, response) -> Exchange.of(request).fail(Problem.of(409)))
        .start();

    server.visit("/orders");

    assertThat(calls).containsExactly("beforeCommit 409", "end 409 handled false");
  }

  @Test
  void category_configured_isOnTheOutcomeAndTheCounter() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    serverOf(
            each ->
                each.use(Metrics.create(meters))
                    .use(AccessLog.create())
                    .errorCategory(SQLTransientException.class, "db_retry"))
        .serve(
            "/orders",
            (request, response) -> {
              throw new ServletException(new SQLTransientException("deadlock"));
            })
        .start();

    try (LogLines log = LogLines.of("dev.backstop.access")) {
      assertThat(server.jetty().status("/orders")).isEqualTo(500);

      assertThat(server.awaitEnd().errorCategory()).isEqualTo("db_retry");
      assertThat(log.lines()).hasSize(1);
    }
    assertThat(meters.get("backstop.errors").tag("category", "db_retry").counter().count())
        .isEqualTo(1);
    assertThat(meters.find("backstop.errors").counters()).hasSize(1);
  }

  // fail ---------------------------------------------------------------------------------------

  @Test
  void fail_twice_theFirstIsTheAnswer() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              Exchange.of(request).fail(Problem.of(409));
              Exchange.of(request).fail(Problem.of(410));
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(409);
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void fail_afterTheCommit_isReportedWithItsLine() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              response.flushBuffer();
              site.set(nextLine());
              Exchange.of(request).fail(Problem.of(409));
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    Pitfall pitfall = server.onlyPitfall(PitfallKind.PROBLEM_NOT_SENT, site.get());
    assertThat(pitfall.detail()).isEqualTo("the answer 409 was decided on too late");
  }

  @Test
  void fail_andTheApplicationCommitsAfterIt_isReportedWithItsLine() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              site.set(nextLine());
              Exchange.of(request).fail(Problem.of(409));
              response.getOutputStream().write(new byte[100_000]);
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    server.onlyPitfall(PitfallKind.PROBLEM_NOT_SENT, site.get());
  }

  @Test
  void fail_whileAnErrorThatEscapedIsMapped_theErrorIsTheAnswer() throws Exception {
    serverOf(
            each ->
                each.mapError(
                    IOException.class,
                    (error, exchange) -> {
                      CompletableFuture.runAsync(() -> exchange.fail(Problem.of(409))).join();
                      return Problem.of(502);
                    }))
        .serve(
            "/orders",
            (request, response) -> {
              throw new IOException("no upstream");
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(502);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void fail_theClientHasGone_isSilent() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              try {
                while (true) {
                  response.getOutputStream().write(new byte[64 << 10]);
                }
              } catch (IOException clientHasGone) {
                Exchange.of(request).fail(clientHasGone);
              }
            })
        .start();
    int port = ((ServerConnector) server.jetty().server.getConnectors()[0]).getLocalPort();

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.setSoLinger(true, 0); // a reset, as of a client that was killed
    }

    assertThat(server.awaitEnd().ending()).isEqualTo(Ending.ABORTED);
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void fail_beforeTheFirstByte_isSilent() throws Exception {
    server
        .serve("/orders", (request, response) -> Exchange.of(request).fail(Problem.of(409)))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(409);

    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void fail_inACleanup_changesNothingAndIsReported() throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              Exchange exchange = Exchange.of(request);
              exchange
                  .cleanups()
                  .register(
                      "audit",
                      outcome -> {
                        site.set(nextLine());
                        exchange.fail(new IllegalStateException("too late"));
                      });
            })
        .start();

    assertThat(server.jetty().status("/orders")).isEqualTo(200);

    assertThat(server.awaitEnd().error()).isNull();
    server.onlyPitfall(PitfallKind.RESPONSE_IN_CLEANUP, site.get());
  }

  // Asynchronous -------------------------------------------------------------------------------

  @Test
  void wrappedTask_unmappedError_goesToItsThreadAlone() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    serverOf(each -> each.mapError(IOException.class, (error, exchange) -> Problem.of(502)))
        .serve(
            "/orders",
            (request, response) -> {
              AsyncContext async = request.startAsync();
              Runnable task =
                  Exchange.of(request)
                      .wrap(
                          (Runnable)
                              () -> {
                                throw new IllegalStateException("mine");
                              });
              new Thread(
                      () -> {
                        try {
                          task.run();
                        } catch (IllegalStateException e) {
                          thrown.set(e);
                        }
                        async.complete();
                      })
                  .start();
            })
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);
    assertThat(thrown.get()).hasMessage("mine");
    assertThat(server.pitfalls()).isEmpty();
  }

  @Test
  void wrappedTask_ofARequestThatIsNotAsynchronous_isTheCallersBusiness() throws Exception {
    serverOf(
            each ->
                each.mapError(IllegalStateException.class, (error, exchange) -> Problem.of(502)))
        .serve(
            "/orders",
            (request, response) -> {
              Runnable task =
                  Exchange.of(request)
                      .wrap(
                          (Runnable)
                              () -> {
                                throw new IllegalStateException("handled");
                              });
              try {
                task.run();
              } catch (IllegalStateException e) {
                response.setStatus(202);
              }
            })
        .start();

    assertThat(server.jetty().status("/orders")).isEqualTo(202);

    assertThat(server.awaitEnd().error()).isNull();
  }

  @Test
  void wrappedCallable_throws_isTheBusinessOfWhoGetsTheResult() throws Exception {
    serverOf(each -> each.mapError(IOException.class, (error, exchange) -> Problem.of(502)))
        .serve(
            "/orders",
            (request, response) -> {
              AsyncContext async = request.startAsync();
              Callable<String> task =
                  Exchange.of(request)
                      .wrap(
                          (Callable<String>)
                              () -> {
                                throw new IOException("handled");
                              });
              new Thread(
                      () -> {
                        try {
                          task.call();
                        } catch (Exception e) {
                          response.setStatus(202);
                        }
                        async.complete();
                      })
                  .start();
            })
        .start();

    assertThat(server.jetty().status("/orders")).isEqualTo(202);

    assertThat(server.awaitEnd().error()).isNull();
  }

  @Test
  void asyncTimeout_notMapped_isAsWithoutMappers() throws Exception {
    serverOf(each -> each.mapError(IOException.class, (error, exchange) -> Problem.of(502)))
        .serve("/orders", (request, response) -> request.startAsync().setTimeout(20))
        .start();

    assertThat(server.jetty().status("/orders")).isEqualTo(500);

    Outcome outcome = server.awaitEnd();
    assertThat(outcome.timedOut()).isTrue();
    assertThat(outcome.error()).isNull();
  }
}
