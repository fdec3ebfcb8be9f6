package dev.backstop.harness.contract;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The error pages that situations share, and the statuses and exceptions that lead to them. */
final class Pages {
  /** A page that leaves the status as it is. */
  static final int KEEPS = 460;

  /** A page that sets 410. */
  static final int SETS_410 = 461;

  /** A page that throws. */
  static final int THROWS = 462;

  /** A page that calls sendError(409). */
  static final int SENDS_409 = 463;

  /** A page that sets 410, flushes and then sets 411. */
  static final int FLUSHES = 464;

  /** A page that does not exist. */
  static final int MISSING = 465;

  /** A page that answers asynchronously with 410. */
  static final int ASYNC = 466;

  private Pages() {}

  /** Leads to a page that leaves the status as it is. */
  static class KeptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeptException() {
      super("mapped to a page that keeps the status");
    }
  }

  /** Leads to the same page, by its supertype. */
  static final class KeptSubException extends KeptException {
    private static final long serialVersionUID = 1;
  }

  /** Leads to a page that sets 403. */
  static final class ForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ForbiddenException() {
      super("mapped to a page that sets 403");
    }
  }

  /** Leads to a page that sets 503; an IOException of the application, no lost connection. */
  static final class StoreDownException extends IOException {
    private static final long serialVersionUID = 1;

    StoreDownException() {
      super("mapped to a page that sets 503");
    }
  }

  /** Leads to a page that sets 403; it is a ServletException itself. */
  static final class RefusedException extends ServletException {
    private static final long serialVersionUID = 1;

    RefusedException() {
      super("mapped to a page that sets 403");
    }
  }

  /** Leads to a page that throws. */
  static final class WorseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorseException() {
      super("mapped to a page that throws");
    }
  }

  /** What a page throws. */
  static final class PageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PageException() {
      super("thrown by an error page");
    }
  }

  static List<ErrorPage> forSome() {
    return List.of(
        ErrorPage.of(KEEPS, "/page/keeps"),
        ErrorPage.of(SETS_410, "/page/410"),
        ErrorPage.of(THROWS, "/page/throws"),
        ErrorPage.of(SENDS_409, "/page/sends409"),
        ErrorPage.of(FLUSHES, "/page/flushes"),
        ErrorPage.of(MISSING, "/nothing/there"),
        ErrorPage.of(ASYNC, "/page/async"),
        ErrorPage.of(KeptException.class, "/page/keeps"),
        ErrorPage.of(ForbiddenException.class, "/page/403"),
        ErrorPage.of(RefusedException.class, "/page/403"),
        ErrorPage.of(StoreDownException.class, "/page/503"),
        ErrorPage.of(WorseException.class, "/page/throws"));
  }

  static List<ErrorPage> forAll() {
    return List.of(ErrorPage.of(500, "/page/keeps"), ErrorPage.of(404, "/page/410"));
  }

  static Map<String, Behaviour> behaviours() {
    return Map.of(
        "/page/keeps",
        (request, response) -> response.getWriter().print("sorry"),
        "/page/410",
        sets(410),
        "/page/403",
        sets(403),
        "/page/503",
        sets(503),
        "/page/throws",
        (request, response) -> {
          throw new PageException();
        },
        "/page/sends409",
        (request, response) -> response.sendError(409),
        "/page/flushes",
        (request, response) -> {
          response.setStatus(410);
          response.getWriter().print("sorry");
          response.flushBuffer();
          response.setStatus(411);
        },
        "/page/async",
        Behaviour.of(
            (request, response, probe) -> {
              // All before startAsync: Tomcat and Undertow do not wait for an error page's cycle.
              response.setStatus(410);
              response.getWriter().print("sorry");
              var async = request.startAsync();
              probe.elsewhere(async::complete);
            }));
  }

  private static Behaviour sets(int status) {
    return (request, response) -> {
      response.setStatus(status);
      response.getWriter().print("page of " + status);
    };
  }
}
