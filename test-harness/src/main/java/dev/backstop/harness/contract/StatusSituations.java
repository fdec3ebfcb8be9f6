package dev.backstop.harness.contract;

/** The status decided, and changed while that is possible. */
final class StatusSituations extends SituationGroup {
  StatusSituations() {
    super("status");
  }

  @Override
  void define() {
    situation("status_nothing").servlet((request, response) -> {});
    situation("status_bodyAlone").servlet((request, response) -> response.getWriter().print("ok"));
    situation("status_set")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("accepted");
            })
        .expect(202);
    situation("status_setWithoutBody")
        .servlet((request, response) -> response.setStatus(404))
        .expect(404);
    situation("status_setTwice")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.setStatus(418);
            })
        .expect(418);
    situation("status_setAfterSmallWrite")
        .servlet(
            (request, response) -> {
              response.getOutputStream().print("still in the buffer");
              response.setStatus(503);
            })
        .expect(503);
    situation("status_unusual").servlet((request, response) -> response.setStatus(599)).expect(599);
    situation("status_notFound").expect(404);
    situation("status_interimIsNotFinal")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("accepted");
              response.setStatus(203);
              response.flushBuffer();
            })
        .expect(203);
    defineResets();
  }

  private void defineResets() {
    situation("reset_afterSetAndWrite")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("dropped");
              response.reset();
            });
    situation("reset_thenOther")
        .servlet(
            (request, response) -> {
              response.setStatus(500);
              response.getOutputStream().print("dropped");
              response.reset();
              response.setStatus(203);
              response.getWriter().print("kept"); // the other kind is allowed now
            })
        .expect(203);
    situation("reset_bufferAlone")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("dropped");
              response.resetBuffer();
              response.getWriter().print("kept");
            })
        .expect(202);
    situation("reset_afterCommit_caught")
        .servlet(
            (request, response, probe) -> {
              response.setStatus(202);
              response.flushBuffer();
              try {
                response.reset();
              } catch (IllegalStateException refused) {
                probe.caught(refused);
              }
              response.getWriter().print("kept");
            })
        .expect(202);
  }
}
