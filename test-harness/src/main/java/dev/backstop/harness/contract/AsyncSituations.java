package dev.backstop.harness.contract;

import jakarta.servlet.AsyncContext;

/** Async. */
final class AsyncSituations extends SituationGroup {
  AsyncSituations() {
    super("async");
  }

  @Override
  void define() {
    situation("async_complete")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setStatus(201);
                    response.getWriter().print("later");
                    probe.last();
                    async.complete();
                  });
            })
        .expect(201);
    situation("async_timeout")
        .servlet(
            (request, response) -> {
              AsyncContext async = request.startAsync();
              async.setTimeout(200);
            })
        .expect(500)
        .timedOut();
  }
}
