package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;

/** sendError, with and without an error page. */
final class SendErrorSituations extends SituationGroup {
  SendErrorSituations() {
    super("sendError");
  }

  @Override
  void define() {
    definePages();
    situation("sendError_noPage")
        .servlet((request, response) -> response.sendError(409))
        .expect(409);
    situation("sendError_withMessage")
        .servlet((request, response) -> response.sendError(503, "not now"))
        .expect(503);
    situation("sendError_afterWrite")
        .servlet(
            (request, response) -> {
              response.getWriter().print("dropped");
              response.sendError(422);
            })
        .expect(422);
    situation("sendError_thenWrite")
        .servlet(
            (request, response) -> {
              response.sendError(422);
              response.getWriter().print("ignored");
            })
        .expect(422);
    situation("sendError_thenSetStatus")
        .servlet(
            (request, response) -> {
              response.sendError(422);
              response.setStatus(200);
            })
        .expect(422)
        .pitfalls(PitfallKind.STATUS_AFTER_SEND_ERROR);
    situation("sendError_thenThrows")
        .servlet(
            (request, response) -> {
              response.sendError(400);
              throw new IllegalStateException("after sendError");
            })
        .expect(500)
        .error(IllegalStateException.class);
    situation("sendError_thenResetAndSet")
        .servlet(
            (request, response) -> {
              response.sendError(500);
              response.reset();
              response.setStatus(202);
            })
        .expect(202);
    situation("sendError_twice")
        .servlet(
            (request, response, probe) -> {
              response.sendError(404);
              try {
                response.sendError(409);
              } catch (IllegalStateException refused) {
                probe.caught(refused);
              }
            })
        .expect(404);
    situation("sendError_thenRedirect")
        .servlet(
            (request, response, probe) -> {
              response.sendError(404);
              try {
                response.sendRedirect("/elsewhere");
              } catch (IllegalStateException refused) {
                probe.caught(refused);
              }
            })
        .expect(404);
    defineAfterCommit();
  }

  private void definePages() {
    situation("sendError_pageKeeps")
        .servlet((request, response) -> response.sendError(Pages.KEEPS))
        .expect(Pages.KEEPS);
    situation("sendError_pageSets")
        .servlet((request, response) -> response.sendError(Pages.SETS_410))
        .expect(410);
    situation("sendError_pageThrows")
        .servlet((request, response) -> response.sendError(Pages.THROWS))
        .expect(500)
        .error(Pages.PageException.class);
    situation("sendError_pageSendsAnother")
        .servlet((request, response) -> response.sendError(Pages.SENDS_409))
        .expect(409);
    situation("sendError_pageFlushes")
        .servlet((request, response) -> response.sendError(Pages.FLUSHES))
        .expect(410)
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
    situation("sendError_pageMissing")
        .servlet((request, response) -> response.sendError(Pages.MISSING))
        .expect(404);
    situation("sendError_pageAsync")
        .servlet((request, response) -> response.sendError(Pages.ASYNC))
        .expect(410);
    situation("sendError_pageForAll_keeps")
        .at(Site.PAGES_FOR_ALL)
        .servlet((request, response) -> response.sendError(500))
        .expect(500);
    situation("sendError_pageForAll_sets")
        .at(Site.PAGES_FOR_ALL)
        .servlet((request, response) -> response.sendError(404))
        .expect(410);
    situation("notFound_pageForAll_sets").at(Site.PAGES_FOR_ALL).expect(410);
  }

  private void defineAfterCommit() {
    situation("sendError_afterCommit_caught")
        .servlet(
            (request, response, probe) -> {
              response.getWriter().print("sent");
              response.flushBuffer();
              try {
                response.sendError(500);
              } catch (IllegalStateException refused) {
                probe.caught(refused);
              }
            })
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
    situation("sendError_afterCommit_escapes")
        .servlet(
            (request, response) -> {
              response.getWriter().print("sent");
              response.flushBuffer();
              response.sendError(500);
            })
        .expect(200, Ending.TRUNCATED)
        .error(IllegalStateException.class)
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
  }
}
