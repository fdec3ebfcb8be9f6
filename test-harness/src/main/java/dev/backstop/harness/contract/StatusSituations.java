package dev.backstop.harness.contract;

import dev.backstop.pitfall.PitfallKind;

/** The status decided, changed, and changed too late. */
final class StatusSituations extends SituationGroup {
  StatusSituations() {
    super("status");
  }

  @Override
  void define() {
    situation("nothing").servlet((request, response) -> {});
    situation("set")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("accepted");
            })
        .expect(202);
    situation("set_twice")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.setStatus(418);
            })
        .expect(418);
    situation("reset")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("dropped");
              response.reset();
            })
        .expect(200);
    situation("flush_then_set")
        .servlet(
            (request, response) -> {
              response.setStatus(201);
              response.flushBuffer();
              response.setStatus(500);
            })
        .expect(201)
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
  }
}
