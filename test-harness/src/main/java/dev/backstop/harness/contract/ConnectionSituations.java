package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many exchanges: at once, one after the other on a connection, and several Backstops for one. */
final class ConnectionSituations extends SituationGroup {
  private static final int AT_ONCE = 100;
  private static final int IN_A_ROW = 1000;

  /** Answers with the status that the query asks for. */
  private static final Behaviour ANSWERS_AS_ASKED =
      (request, response) -> {
        response.setStatus(Integer.parseInt(request.getQueryString()));
        response.getWriter().print("as you asked for: " + request.getQueryString());
      };

  ConnectionSituations() {
    super("connection");
  }

  @Override
  void define() {
    situation("many_atOnce")
        .servlet(ANSWERS_AS_ASKED)
        .client(ConnectionSituations::atOnce)
        .expectAnyStatus();
    situation("many_atOnce_async")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    ANSWERS_AS_ASKED.handle(request, response);
                    probe.last();
                    async.complete();
                  });
            })
        .client(ConnectionSituations::atOnce)
        .expectAnyStatus();
    situation("many_keptAlive")
        .servlet(ANSWERS_AS_ASKED)
        .client(
            wire -> {
              try (RawHttpClient client = wire.connect()) {
                for (int i = 0; i < IN_A_ROW; i++) {
                  ask(wire.get(), client, statusOf(i));
                }
              }
            })
        .expectAnyStatus();
    situation("many_pipelined")
        .servlet(ANSWERS_AS_ASKED)
        .client(
            wire -> {
              List<WireRequest> requests = new ArrayList<>();
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < 5; i++) {
                WireRequest request = wire.get().query(Integer.toString(statusOf(i)));
                requests.add(request);
                text.append(request.text());
              }
              try (RawHttpClient client = wire.connect()) {
                client.send(text.toString());
                requests.forEach(request -> request.read(client));
              }
            })
        .expectAnyStatus();
    defineTwice();
    defineTwoBackstops();
  }

  /** 2xx: no container closes the connection for them; 204 and 205 have no body. */
  private static int statusOf(int index) {
    int status = 200 + index % 100;
    return status == 204 || status == 205 ? 200 : status;
  }

  private static void ask(WireRequest request, RawHttpClient client, int status) {
    client.send(request.query(Integer.toString(status)).text());
    RawResponse answer = request.read(client);
    if (answer.status() != status) {
      throw new AssertionError("asked for " + status + ", read " + answer);
    }
  }

  private static void atOnce(Wire wire) throws Exception {
    CyclicBarrier together = new CyclicBarrier(AT_ONCE);
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        WireRequest request = wire.get();
        int status = statusOf(i);
        answers.add(
            clients.submit(
                () -> {
                  try (RawHttpClient client = wire.connect()) {
                    together.await();
                    ask(request, client, status);
                  }
                  return null;
                }));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private void defineTwice() {
    situation("twice_sync")
        .at(Site.FILTER_TWICE)
        .servlet((request, response) -> response.setStatus(203))
        .expect(203)
        .pitfalls(PitfallKind.FILTER_TWICE)
        .needsRealEnd();
    situation("twice_throws")
        .at(Site.FILTER_TWICE)
        .servlet(
            (request, response) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class)
        .pitfalls(PitfallKind.FILTER_TWICE)
        .needsRealEnd();
    situation("twice_async")
        .at(Site.FILTER_TWICE)
        .servlet(AsyncSituations::answers)
        .expect(203)
        .pitfalls(PitfallKind.FILTER_TWICE)
        .needsRealEnd();
  }

  private SituationBuilder two(String name) {
    return situation(name)
        .at(Site.TWO_BACKSTOPS)
        .needsRealEnd()
        .then(
            seen -> {
              String path = seen.exchange().path();
              var first = seen.outcome();
              var second = seen.second().await(path).outcome();
              if (first.status() != second.status()
                  || first.ending() != second.ending()
                  || first.error() != second.error()
                  || first.bytesWritten() != second.bytesWritten()) {
                throw new AssertionError("two Backstops disagree: " + first + ", " + second);
              }
            });
  }

  private void defineTwoBackstops() {
    two("two_sync").servlet((request, response) -> response.setStatus(203)).expect(203);
    two("two_throws")
        .servlet(
            (request, response) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    two("two_async").servlet(AsyncSituations::answers).expect(203);
    two("two_include")
        .servlet(
            (request, response) -> {
              response.setStatus(203);
              request
                  .getRequestDispatcher(SituationBuilder.path("two_include", "target"))
                  .include(request, response);
            })
        .target("target", (request, response) -> response.setStatus(500))
        .expect(203);
    two("two_cleanupsOfInnermost")
        .servlet(
            (request, response, probe) ->
                probe
                    .cleanups(request)
                    .register("inner", outcome -> probe.note(Integer.toString(outcome.status()))))
        .then(
            seen -> {
              seen.second().await(seen.exchange().path());
              if (!seen.probe().notes().equals(List.of("200"))) {
                throw new AssertionError("ran " + seen.probe().notes());
              }
            });
  }
}
