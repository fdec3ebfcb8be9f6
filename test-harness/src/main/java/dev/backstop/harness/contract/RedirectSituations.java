package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Redirects, old and new. */
final class RedirectSituations extends SituationGroup {
  RedirectSituations() {
    super("redirect");
  }

  @Override
  void define() {
    situation("redirect_plain")
        .servlet((request, response) -> response.sendRedirect("/elsewhere"))
        .expect(302);
    situation("redirect_relative")
        .servlet((request, response) -> response.sendRedirect("next?a=b"))
        .expect(302);
    situation("redirect_absolute")
        .servlet((request, response) -> response.sendRedirect("http://other.test/x"))
        .expect(302);
    situation("redirect_withStatus")
        .servlet((request, response, probe) -> redirect(response, probe, 303))
        .expect(303);
    situation("redirect_permanent")
        .servlet((request, response, probe) -> redirect(response, probe, 308))
        .expect(308);
    situation("redirect_keepsBuffer")
        .servlet(
            (request, response, probe) -> {
              response.getWriter().print("a body beside the redirect");
              if (probe.facts().hasServlet61()) {
                response.sendRedirect("/elsewhere", false);
              } else {
                byHand(response, 302);
              }
            })
        .expect(302);
    situation("redirect_withStatusKeepsBuffer")
        .servlet(
            (request, response, probe) -> {
              response.getWriter().print("a body beside the redirect");
              if (probe.facts().hasServlet61()) {
                response.sendRedirect("/elsewhere", 307, false);
              } else {
                byHand(response, 307);
              }
            })
        .expect(307);
    situation("redirect_byHand").servlet((request, response) -> byHand(response, 301)).expect(301);
    defineMishaps();
  }

  private void defineMishaps() {
    situation("redirect_afterSmallWrite")
        .servlet(
            (request, response) -> {
              response.setStatus(500);
              response.getWriter().print("dropped");
              response.sendRedirect("/elsewhere");
            })
        .expect(302);
    situation("redirect_thenThrows")
        .servlet(
            (request, response) -> {
              response.sendRedirect("/elsewhere");
              throw new ThrownException();
            })
        .expect(302, Ending.COMPLETED)
        .error(ThrownException.class);
    situation("redirect_thenWrites")
        .servlet(
            (request, response) -> {
              response.sendRedirect("/elsewhere");
              response.getWriter().print("ignored");
            })
        .expect(302);
    situation("redirect_afterCommit_caught")
        .servlet(
            (request, response, probe) -> {
              response.flushBuffer();
              try {
                response.sendRedirect("/elsewhere");
              } catch (IllegalStateException refused) {
                probe.caught(refused);
              }
            })
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
  }

  /** A redirect of another status: a method of Servlet 6.1, before that by hand. */
  private static void redirect(HttpServletResponse response, Probe probe, int status)
      throws IOException {
    if (probe.facts().hasServlet61()) {
      response.sendRedirect("/elsewhere", status);
    } else {
      byHand(response, status);
    }
  }

  private static void byHand(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.setHeader("Location", "/elsewhere");
  }
}
