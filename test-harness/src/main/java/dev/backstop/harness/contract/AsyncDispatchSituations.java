package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;

/** Asynchronous answers that go back to the container by a dispatch. */
final class AsyncDispatchSituations extends SituationGroup {
  AsyncDispatchSituations() {
    super("asyncDispatch");
  }

  /** A servlet that dispatches from another thread, back to itself, and then does the rest. */
  private SituationBuilder dispatches(String name, Behaviour.Probed rest) {
    return situation(name)
        .servlet(
            (request, response, probe) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                rest.handle(request, response, probe);
              } else {
                AsyncContext async = request.startAsync(request, response);
                probe.elsewhere(
                    () -> {
                      probe.last();
                      async.dispatch();
                    });
              }
            });
  }

  @Override
  void define() {
    dispatches("dispatch_sets", (request, response, probe) -> response.setStatus(203)).expect(203);
    dispatches(
            "dispatch_throws",
            (request, response, probe) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    dispatches(
            "dispatch_throws_pageSets",
            (request, response, probe) -> {
              throw new Pages.ForbiddenException();
            })
        .expect(403)
        .error(Pages.ForbiddenException.class);
    dispatches(
            "dispatch_throwsAfterCommit",
            (request, response, probe) -> {
              response.flushBuffer();
              throw new ThrownException();
            })
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class);
    dispatches("dispatch_sendsError", (request, response, probe) -> response.sendError(Pages.KEEPS))
        .expect(Pages.KEEPS);
    dispatches(
            "dispatch_sendsError_pageSets",
            (request, response, probe) -> response.sendError(Pages.SETS_410))
        .expect(410);
    dispatches("dispatch_sendsError_noPage", (request, response, probe) -> response.sendError(409))
        .expect(409);
    dispatches(
            "dispatch_redirects", (request, response, probe) -> response.sendRedirect("/elsewhere"))
        .expect(302);
    situation("dispatch_toTarget")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> async.dispatch(SituationBuilder.path("dispatch_toTarget", "target")));
            })
        .target(
            "target",
            (request, response) -> {
              response.setStatus(203);
              response.getWriter().print("from the target");
            })
        .expect(203);
    situation("dispatch_toNowhere")
        .servlet(
            (request, response) ->
                request.startAsync(request, response).dispatch("/nowhere/at/all"))
        .expect(404);
    situation("dispatch_inService")
        .servlet(
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(203);
              } else {
                request.startAsync(request, response).dispatch();
              }
            })
        .expect(203);
    situation("dispatch_withoutArguments")
        .servlet(
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(203);
              } else {
                request.startAsync().dispatch();
              }
            })
        .expect(203);
    defineCycles();
  }

  private void defineCycles() {
    dispatches(
            "cycle_completes",
            (request, response, probe) -> {
              AsyncContext second = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setStatus(203);
                    response.getWriter().print("second cycle");
                    probe.last();
                    second.complete();
                  });
            })
        .expect(203);
    dispatches(
            "cycle_timesOut",
            (request, response, probe) -> request.startAsync(request, response).setTimeout(200))
        .expect(500)
        .timedOut();
    dispatches(
            "cycle_throws",
            (request, response, probe) -> {
              request.startAsync(request, response).setTimeout(300);
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("cycle_three")
        .servlet(
            (request, response, probe) -> {
              probe.note("cycle");
              if (probe.notes().size() == 4) {
                response.setStatus(203);
              } else {
                AsyncContext async = request.startAsync(request, response);
                probe.elsewhere(async::dispatch);
              }
            })
        .expect(203);
  }
}
