package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** What filters do around the servlet: inside of Backstop, and outside of it. */
@SuppressWarnings({
  "ResponseMutatedAfterChain",
  "ResponseWrapperIncomplete"
}) // the misuse is what is played
final class FilterSituations extends SituationGroup {
  private static final Behaviour THROWS =
      (request, response) -> {
        throw new ThrownException();
      };

  FilterSituations() {
    super("filter");
  }

  @Override
  void define() {
    defineCatching();
    defineReplacing();
    defineChanging();
    situation("filter_refuses")
        .filter((request, response, chain) -> response.setStatus(403))
        .servlet(THROWS)
        .expect(403);
    situation("filter_throwsBeforeChain")
        .filter(
            (request, response, chain) -> {
              throw new ThrownException();
            })
        .servlet((request, response) -> {})
        .expect(500)
        .error(ThrownException.class);
    situation("filter_throwsAfterChain")
        .filter(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              throw new ThrownException();
            })
        .servlet((request, response) -> response.getWriter().print("dropped"))
        .expect(500)
        .error(ThrownException.class);
    defineWrapping();
  }

  private void defineCatching() {
    situation("filter_catches_innerSets")
        .filter(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                response.setStatus(409);
              }
            })
        .servlet(THROWS)
        .expect(409);
    situation("filter_catches_records")
        .needsRegistry()
        .filter(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                Probe.of(request).recordError(request, caught);
                response.sendError(409);
              }
            })
        .servlet(THROWS)
        .expect(409)
        .handled(ThrownException.class);
    situation("filter_catches_swallows")
        .filter(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                response.getWriter().print("nothing happened");
              }
            })
        .servlet(THROWS);
    situation("filter_catches_outsideSets")
        .outside(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                response.setStatus(409);
              }
            })
        .servlet(THROWS)
        .expect(409)
        .error(ThrownException.class);
    situation("filter_catches_outsideSendsError")
        .outside(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                response.sendError(Pages.SETS_410);
              }
            })
        .servlet(THROWS)
        .expect(410)
        .error(ThrownException.class);
    situation("filter_catches_outsideAfterCommit")
        .outside(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                response.getWriter().print(" and the end");
              }
            })
        .servlet(
            (request, response) -> {
              response.getWriter().print("the beginning");
              response.flushBuffer();
              throw new ThrownException();
            })
        .error(ThrownException.class);
  }

  private void defineReplacing() {
    situation("filter_replaces_inner")
        .filter(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                throw new Pages.ForbiddenException();
              }
            })
        .servlet(THROWS)
        .expect(403)
        .error(Pages.ForbiddenException.class);
    situation("filter_replaces_outside")
        .outside(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                throw new Pages.ForbiddenException();
              }
            })
        .servlet(THROWS)
        .expect(403)
        .error(ThrownException.class); // what escaped from the application, as Backstop saw it
    situation("filter_wraps_inner")
        .filter(
            (request, response, chain) -> {
              try {
                chain.doFilter(request, response);
              } catch (ThrownException caught) {
                throw new ServletException(caught);
              }
            })
        .servlet(THROWS)
        .expect(500)
        .error(ThrownException.class);
    situation("filter_throws_outside")
        .outside(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              throw new ThrownException();
            })
        .servlet((request, response) -> response.getWriter().print("dropped"))
        .expect(500)
        .error(ThrownException.class);
    situation("filter_throws_outsideAfterCommit")
        .outside(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              throw new ThrownException();
            })
        .servlet((request, response) -> response.flushBuffer())
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class);
  }

  private void defineChanging() {
    situation("filter_changes_innerAfterChain")
        .filter(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.setStatus(206);
            })
        .servlet((request, response) -> response.getWriter().print("still open"))
        .expect(206);
    situation("filter_changes_outsideAfterChain")
        .outside(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.setStatus(206);
            })
        .servlet((request, response) -> response.getWriter().print("still open"))
        .expect(206);
    situation("filter_changes_outsideAfterCommit")
        .outside(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.setStatus(500);
            })
        .servlet((request, response) -> response.flushBuffer());
    situation("filter_changes_outsideSendsError")
        .outside(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.sendError(409);
            })
        .servlet((request, response) -> response.getWriter().print("dropped"))
        .expect(409);
    situation("filter_changes_outsideResets")
        .outside(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.reset();
              response.setStatus(204);
            })
        .servlet((request, response) -> response.setStatus(500))
        .expect(204);
    situation("filter_flushesBeforeChain")
        .filter(
            (request, response, chain) -> {
              response.setStatus(203);
              response.flushBuffer();
              chain.doFilter(request, response);
            })
        .servlet((request, response) -> response.getWriter().print("after the commit"))
        .expect(203);
  }

  private void defineWrapping() {
    situation("filter_wrapsResponse_translates")
        .filter(
            (request, response, chain) ->
                chain.doFilter(
                    request,
                    new HttpServletResponseWrapper(response) {
                      @Override
                      public void setStatus(int status) {
                        super.setStatus(status == 500 ? 502 : status);
                      }
                    }))
        .servlet((request, response) -> response.setStatus(500))
        .expect(502);
    situation("filter_wrapsResponse_dispatches")
        .filter(
            (request, response, chain) ->
                chain.doFilter(request, new HttpServletResponseWrapper(response)))
        .servlet(
            (request, response) ->
                request
                    .getRequestDispatcher(
                        SituationBuilder.path("filter_wrapsResponse_dispatches", "target"))
                    .forward(request, response))
        .target("target", (request, response) -> response.setStatus(203))
        .expect(203);
    situation("unwrapped_setsStatus")
        .servlet((request, response) -> unwrapped(response).setStatus(207))
        .expect(207);
    situation("unwrapped_sendsError")
        .servlet((request, response) -> unwrapped(response).sendError(409))
        .expect(409);
    situation("unwrapped_writes")
        .servlet(
            (request, response) -> {
              unwrapped(response).setStatus(207);
              unwrapped(response).getWriter().print("past every wrapper");
              unwrapped(response).flushBuffer();
            })
        .expect(207);
  }

  static HttpServletResponse unwrapped(HttpServletResponse response) {
    HttpServletResponse current = response;
    while (current instanceof ServletResponseWrapper wrapper) {
      current = (HttpServletResponse) wrapper.getResponse();
    }
    return current;
  }
}
