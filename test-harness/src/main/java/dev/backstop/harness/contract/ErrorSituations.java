package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import jakarta.servlet.ServletException;

/** Errors. */
final class ErrorSituations extends SituationGroup {
  ErrorSituations() {
    super("error");
  }

  @Override
  void define() {
    situation("throws_runtime")
        .servlet(
            (request, response) -> {
              throw new IllegalStateException("thrown");
            })
        .expect(500)
        .error(IllegalStateException.class);
    situation("throws_wrapped")
        .servlet(
            (request, response) -> {
              throw new ServletException(new IllegalArgumentException("thrown"));
            })
        .expect(500)
        .error(IllegalArgumentException.class);
    situation("throws_afterCommit")
        .servlet(
            (request, response) -> {
              response.getOutputStream().print("some");
              response.flushBuffer();
              throw new IllegalStateException("thrown");
            })
        .expect(200, Ending.TRUNCATED)
        .error(IllegalStateException.class);
    situation("sendError_pageKeeps")
        .servlet((request, response) -> response.sendError(Pages.KEEPS))
        .expect(Pages.KEEPS);
    situation("sendError_pageSets")
        .servlet((request, response) -> response.sendError(Pages.SETS_410))
        .expect(410);
    situation("sendError_noPage")
        .servlet((request, response) -> response.sendError(409, "no page"))
        .expect(409);
    situation("throws_pageSets")
        .servlet(
            (request, response) -> {
              throw new Pages.ForbiddenException();
            })
        .expect(403)
        .error(Pages.ForbiddenException.class);
  }
}
