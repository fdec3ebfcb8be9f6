package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Forward and include. */
final class DispatchSituations extends SituationGroup {
  DispatchSituations() {
    super("dispatch");
  }

  /** A servlet that only forwards to its target. */
  private SituationBuilder forwards(String name) {
    return situation(name).servlet((request, response) -> forward(name, request, response));
  }

  private static void forward(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getRequestDispatcher(SituationBuilder.path(name, "target")).forward(request, response);
  }

  private static void include(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getRequestDispatcher(SituationBuilder.path(name, "target")).include(request, response);
  }

  @Override
  void define() {
    defineForwards();
    defineIncludes();
  }

  private void defineForwards() {
    forwards("forward_targetSets")
        .target(
            "target",
            (request, response) -> {
              response.setStatus(203);
              response.getWriter().print("from the target");
            })
        .expect(203);
    forwards("forward_targetSendsError")
        .target("target", (request, response) -> response.sendError(Pages.SETS_410))
        .expect(410);
    forwards("forward_targetThrows")
        .target(
            "target",
            (request, response) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    forwards("forward_targetThrowsAfterCommit")
        .target(
            "target",
            (request, response) -> {
              response.flushBuffer();
              throw new ThrownException();
            })
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class);
    forwards("forward_toNowhere").expect(404);
    forwards("forward_twice")
        .target(
            "target",
            (request, response) ->
                request
                    .getRequestDispatcher(SituationBuilder.path("forward_twice", "second"))
                    .forward(request, response))
        .target("second", (request, response) -> response.setStatus(203))
        .expect(203);
    situation("forward_thenSet")
        .servlet(
            (request, response) -> {
              forward("forward_thenSet", request, response);
              response.setStatus(500); // the response was closed by the forward
            })
        .target("target", (request, response) -> response.getWriter().print("from the target"))
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
    situation("forward_afterSet")
        .servlet(
            (request, response) -> {
              response.setStatus(206);
              response.getWriter().print("dropped");
              forward("forward_afterSet", request, response);
            })
        .target("target", (request, response) -> response.getWriter().print("from the target"))
        .expect(206);
    situation("forward_afterCommit")
        .servlet(
            (request, response) -> {
              response.flushBuffer();
              forward("forward_afterCommit", request, response);
            })
        .target("target", (request, response) -> {})
        .expect(200, Ending.TRUNCATED)
        .error(IllegalStateException.class);
  }

  private void defineIncludes() {
    situation("include_sets")
        .servlet(
            (request, response) -> {
              response.setStatus(203);
              include("include_sets", request, response);
            })
        .target(
            "target",
            (request, response) -> {
              response.setStatus(500); // ignored, Servlet 6.1, 9.3
              response.getWriter().print("included");
            })
        .expect(203);
    situation("include_sendsError")
        .servlet(
            (request, response) -> {
              response.setStatus(203);
              include("include_sendsError", request, response);
              response.getWriter().print("after it");
            })
        .target("target", (request, response) -> response.sendError(500))
        .expect(203);
    situation("include_redirects")
        .servlet((request, response) -> include("include_redirects", request, response))
        .target("target", (request, response) -> response.sendRedirect("/elsewhere"));
    situation("include_throws")
        .servlet((request, response) -> include("include_throws", request, response))
        .target(
            "target",
            (request, response) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("include_throws_caught")
        .servlet(
            (request, response) -> {
              try {
                include("include_throws_caught", request, response);
              } catch (ThrownException caught) {
                response.setStatus(409);
              }
            })
        .target(
            "target",
            (request, response) -> {
              throw new ThrownException();
            })
        .expect(409);
    situation("include_flushes")
        .servlet(
            (request, response) -> {
              response.setStatus(203);
              include("include_flushes", request, response);
              response.getWriter().print(", and after it");
            })
        .target(
            "target",
            (request, response) -> {
              response.getWriter().print("included");
              response.flushBuffer();
            })
        .expect(203);
    situation("include_thenSet")
        .servlet(
            (request, response) -> {
              include("include_thenSet", request, response);
              response.setStatus(206);
            })
        .target("target", (request, response) -> response.getWriter().print("included"))
        .expect(206);
    situation("include_inForward")
        .servlet((request, response) -> forward("include_inForward", request, response))
        .target(
            "target",
            (request, response) -> {
              response.setStatus(203);
              request
                  .getRequestDispatcher(SituationBuilder.path("include_inForward", "second"))
                  .include(request, response);
            })
        .target("second", (request, response) -> response.setStatus(500))
        .expect(203);
  }
}
