package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Ending;
import jakarta.servlet.AsyncContext;

/**
 * A cleanup that takes its time delays nobody: it waits until the client has its last byte, and
 * then for as long as a slow one takes.
 */
final class SlowCleanupSituations extends SituationGroup {
  private static final long SLOW_MILLIS = 300;
  private static final long LEAD_MILLIS = 250;

  SlowCleanupSituations() {
    super("slowCleanup");
  }

  private SituationBuilder slow(String name, Behaviour.Probed rest) {
    return situation(name)
        .needsRealEnd()
        .servlet(
            (request, response, probe) -> {
              probe.cleanups(request).register("slow", outcome -> dawdle(probe));
              rest.handle(request, response, probe);
            })
        .client(SlowCleanupSituations::readAndTell)
        .then(SlowCleanupSituations::checkLead);
  }

  private static void dawdle(Probe probe) throws InterruptedException {
    probe.await("client has all"); // fails, and is in the report, where the client has to wait
    Thread.sleep(SLOW_MILLIS);
    probe.cleanedUp();
  }

  private static void readAndTell(Wire wire) {
    WireRequest request = wire.get();
    try (RawHttpClient client = wire.connect()) {
      client.send(request.text());
      request.read(client);
      request.probe().signal("client has all");
    }
  }

  private static void checkLead(Seen seen) {
    if (seen.recording().report().failedCount() > 0) {
      throw new AssertionError("the client waited: " + seen.recording().report());
    }
    long lead = (seen.probe().cleanedUpNanos() - seen.answer().endNanos()) / 1_000_000;
    if (lead <= LEAD_MILLIS) {
      throw new AssertionError("last byte only " + lead + " ms before the cleanup finished");
    }
  }

  @Override
  void define() {
    slow("slow_nothing", (request, response, probe) -> {});
    slow("slow_buffered", (request, response, probe) -> response.getWriter().print("small"));
    slow(
        "slow_contentLength",
        (request, response, probe) -> {
          response.setContentLength(5);
          response.getOutputStream().print("small");
        });
    slow(
        "slow_streamed",
        (request, response, probe) -> {
          for (int i = 0; i < 5; i++) {
            response.getOutputStream().print("part " + i);
            response.flushBuffer();
          }
        });
    slow(
        "slow_large",
        (request, response, probe) -> response.getOutputStream().write(new byte[2 << 20]));
    slow("slow_sendError", (request, response, probe) -> response.sendError(409)).expect(409);
    slow("slow_errorPage", (request, response, probe) -> response.sendError(Pages.SETS_410))
        .expect(410);
    slow(
            "slow_throws",
            (request, response, probe) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    slow(
            "slow_truncated",
            (request, response, probe) -> {
              response.flushBuffer();
              throw new ThrownException();
            })
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class);
    slow("slow_async", AsyncSituations::answers).expect(203);
    slow(
            "slow_asyncDispatch",
            (request, response, probe) -> {
              if (probe.notes().isEmpty()) {
                probe.note("dispatching");
                AsyncContext async = request.startAsync(request, response);
                probe.elsewhere(async::dispatch);
              } else {
                response.setStatus(203);
              }
            })
        .expect(203);
    slow(
            "slow_asyncTimeout",
            (request, response, probe) -> request.startAsync(request, response).setTimeout(200))
        .expect(500)
        .timedOut();
    defineBlocking();
  }

  /** The cleanup ends only when the server, with its one I/O thread, has served another client. */
  private void defineBlocking() {
    situation("slow_onAbort_othersAreServed")
        .needsRealEnd()
        .servlet(
            (request, response, probe) -> {
              if ("other".equals(request.getQueryString())) {
                response.setStatus(203);
                return;
              }
              probe.cleanups(request).register("waits", outcome -> waitForOther(probe));
              probe.writeUntilItFails(response.getOutputStream());
            })
        .client(SlowCleanupSituations::leaveAndServeAnother)
        .expectAnyStatus()
        .anyEnding()
        .anyError()
        .bytesVary()
        .then(SlowCleanupSituations::checkServed);
    situation("slow_onAbort_async_othersAreServed")
        .needsRealEnd()
        .servlet(
            (request, response, probe) -> {
              if ("other".equals(request.getQueryString())) {
                response.setStatus(203);
                return;
              }
              probe.cleanups(request).register("waits", outcome -> waitForOther(probe));
              request.startAsync(request, response);
              response
                  .getOutputStream()
                  .setWriteListener(
                      new NonBlockingSituations.Blocks(request.getAsyncContext(), probe, 10_000));
            })
        .client(SlowCleanupSituations::leaveAndServeAnother)
        .expectAnyStatus()
        .anyEnding()
        .anyError()
        .bytesVary()
        .then(SlowCleanupSituations::checkServed);
    situation("slow_afterLargeNonBlocking_othersAreServed")
        .needsRealEnd()
        .servlet(
            (request, response, probe) -> {
              if ("other".equals(request.getQueryString())) {
                response.setStatus(203);
                return;
              }
              probe.cleanups(request).register("waits", outcome -> waitForOther(probe));
              request.startAsync(request, response);
              response
                  .getOutputStream()
                  .setWriteListener(
                      new NonBlockingSituations.Blocks(request.getAsyncContext(), probe, 300));
            })
        .client(
            wire -> {
              WireRequest request = wire.get();
              try (RawHttpClient client = wire.connectNarrow()) {
                client.send(request.text());
                request.read(client);
                serveAnother(wire, request.probe());
              }
            })
        .expectAnyStatus()
        .then(SlowCleanupSituations::checkServed);
  }

  private static void waitForOther(Probe probe) {
    probe.signal("cleanup runs");
    probe.await("other served"); // fails, and is in the report, where nobody else is served
  }

  private static void leaveAndServeAnother(Wire wire) {
    WireRequest request = wire.get();
    RawHttpClient client = wire.connectNarrow();
    client.send(request.text());
    request.readPrefix(client, 20);
    client.reset();
    serveAnother(wire, request.probe());
  }

  private static void serveAnother(Wire wire, Probe probe) {
    if (probe.isInstrumented()) {
      probe.await("cleanup runs");
    }
    wire.get().query("other").exchange();
    probe.signal("other served");
  }

  private static void checkServed(Seen seen) {
    for (Observed exchange : seen.exchanges()) {
      var report = seen.recorder().now(exchange.path()).report();
      if (report.failedCount() > 0) {
        throw new AssertionError("the server served nobody meanwhile: " + report);
      }
    }
  }
}
