package dev.backstop.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What must go through untouched: the request, every form of header, what HttpServlet answers. */
@SuppressWarnings("ResponseMutatedAfterChain") // the misuse is what is played
final class PassThroughSituations extends SituationGroup {
  PassThroughSituations() {
    super("passThrough");
  }

  /** A servlet as applications write them: what it does not override is answered for it. */
  private static final class GetAlone extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("got");
    }

    @Override
    protected long getLastModified(HttpServletRequest request) {
      return 1_000_000_000_000L;
    }
  }

  @Override
  void define() {
    HttpServlet getAlone = new GetAlone();
    onGetAlone(getAlone, "servlet_get", "GET", 200);
    onGetAlone(getAlone, "servlet_head", "HEAD", 200);
    onGetAlone(getAlone, "servlet_options", "OPTIONS", 200);
    onGetAlone(getAlone, "servlet_postNotAllowed", "POST", 405);
    situation("servlet_notModified")
        .servlet((request, response) -> getAlone.service(request, response))
        .client(
            wire ->
                wire.get().header("If-Modified-Since", "Sun, 09 Sep 2001 01:46:40 GMT").exchange())
        .expect(304);
    defineRequest();
    defineHeaders();
    defineAfterTheEnd();
  }

  private void onGetAlone(HttpServlet getAlone, String name, String method, int status) {
    situation(name)
        .servlet((request, response) -> getAlone.service(request, response))
        .client(wire -> wire.request(method).exchange())
        .expect(status);
  }

  private void defineRequest() {
    situation("request_isNotWrapped")
        .outside(
            (request, response, chain) -> {
              request.setAttribute("outermost", request);
              chain.doFilter(request, response);
            })
        .servlet(
            (request, response) ->
                response.getWriter().print(request == request.getAttribute("outermost")))
        .then(seen -> assertThat(seen.answer().text()).isEqualTo("true"));
    situation("request_parameters")
        .servlet(
            (request, response) -> {
              response.getWriter().print(request.getParameter("a"));
              response.getWriter().print(request.getParameterMap().size());
            })
        .client(
            wire ->
                wire.request("POST")
                    .query("b=2")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .body("a=1&c=3")
                    .exchange())
        .then(seen -> assertThat(seen.answer().text()).isEqualTo("13"));
  }

  private void defineHeaders() {
    situation("headers_ofAllForms")
        .servlet(
            (request, response, probe) -> {
              response.setHeader("X-Set", "1");
              response.setHeader("X-Set", "2");
              response.addHeader("X-Added", "1");
              response.addHeader("X-Added", "2");
              response.setIntHeader("X-Int", 1);
              response.addIntHeader("X-Int", 2);
              response.setDateHeader("X-Date", 0);
              response.addDateHeader("X-Date", 1000);
              response.addCookie(new Cookie("name", "value"));
              response.setLocale(Locale.GERMANY);
              response.setBufferSize(20_000);
              if (probe.facts().hasServlet61()) {
                response.setCharacterEncoding(StandardCharsets.UTF_8);
              } else {
                response.setCharacterEncoding("UTF-8");
              }
              response.setContentType("text/plain");
              response.setContentLengthLong(3);
              response.getWriter().print("\u20ac");
            });
    situation("headers_setInFilterAfterChain")
        .filter(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.setHeader("X-After", "still open");
            })
        .servlet((request, response) -> response.getWriter().print("small"));
    situation("headers_trailers")
        .servlet(
            (request, response) -> {
              response.setHeader("Trailer", "X-Sum");
              response.setTrailerFields(() -> Map.of("X-Sum", "42"));
              response.getWriter().print("summed");
              response.flushBuffer();
            })
        .client(wire -> wire.get().header("TE", "trailers").exchange());
  }

  private void defineAfterTheEnd() {
    situation("response_afterTheEnd_isRefused")
        .needsRegistry()
        .servlet(
            (request, response, probe) -> {
              probe.keep(response);
              response.getWriter().print("all of it");
            })
        .then(
            seen -> {
              HttpServletResponse response = seen.probe().keptResponse();
              response.setStatus(500);
              response.setHeader("X-Late", "1");
              assertThatThrownBy(response::getOutputStream)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining(seen.exchange().path());
              assertThat(seen.recording().pitfalls())
                  .extracting(Pitfall::kind)
                  .containsOnly(PitfallKind.RESPONSE_AFTER_END)
                  .hasSize(3);
            });
  }
}
