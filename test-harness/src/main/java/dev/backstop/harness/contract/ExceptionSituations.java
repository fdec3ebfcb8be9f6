package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Exceptions of each kind, before and after the commit. */
final class ExceptionSituations extends SituationGroup {
  ExceptionSituations() {
    super("exception");
  }

  /** Throws. */
  @FunctionalInterface
  private interface Raiser {
    void raise() throws IOException, ServletException;
  }

  @Override
  void define() {
    defineKinds();
    defineWrapped();
    defineMapped();
    situation("throws_afterSmallWrite")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print("dropped");
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("throws_afterStatusOfItsOwn")
        .servlet(
            (request, response) -> {
              response.setStatus(404);
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("throws_afterClose")
        .servlet(
            (request, response) -> {
              response.getWriter().print("all of it");
              response.getWriter().close();
              throw new ThrownException();
            })
        .error(ThrownException.class);
    situation("throws_afterContentLengthReached")
        .servlet(
            (request, response) -> {
              response.setContentLength(5);
              response.getOutputStream().print("12345");
              response.getOutputStream().flush();
              throw new ThrownException();
            })
        .error(ThrownException.class);
    situation("throws_recorded_answered")
        .needsRegistry()
        .servlet(
            (request, response, probe) -> {
              probe.recordError(request, new ThrownException());
              response.setStatus(422);
            })
        .expect(422)
        .handled(ThrownException.class);
    situation("throws_recorded_swallowed")
        .needsRegistry()
        .servlet((request, response, probe) -> probe.recordError(request, new ThrownException()))
        .handled(ThrownException.class)
        .pitfalls(PitfallKind.ERROR_SWALLOWED);
  }

  /** Before the commit and after it. */
  private void kind(String name, Class<? extends Throwable> type, int status, Raiser raiser) {
    situation("throws_" + name)
        .servlet((request, response) -> raiser.raise())
        .expect(status)
        .error(type);
    situation("throws_" + name + "_afterCommit")
        .servlet(
            (request, response) -> {
              response.getOutputStream().print("sent");
              response.flushBuffer();
              raiser.raise();
            })
        .expect(200, Ending.TRUNCATED)
        .error(type);
  }

  private void defineKinds() {
    kind(
        "runtime",
        ThrownException.class,
        500,
        () -> {
          throw new ThrownException();
        });
    kind(
        "servlet",
        ServletException.class,
        500,
        () -> {
          throw new ServletException("thrown");
        });
    kind(
        "io",
        IOException.class,
        500,
        () -> {
          throw new IOException("the application's own");
        });
    kind(
        "eof", // looks like a lost connection, and is none
        EOFException.class,
        500,
        () -> {
          throw new EOFException("the application's own");
        });
    kind(
        "error",
        StackOverflowError.class,
        500,
        () -> {
          throw new StackOverflowError("thrown");
        });
    kind(
        "unavailableForever",
        UnavailableException.class,
        404,
        () -> {
          throw new UnavailableException("thrown");
        });
    kind(
        "unavailableForAWhile",
        UnavailableException.class,
        503,
        () -> {
          throw new UnavailableException("thrown", 1);
        });
  }

  private void defineWrapped() {
    wrapped("servletException", new ServletException(new ThrownException()));
    wrapped("twice", new ServletException(new ServletException(new ThrownException())));
    wrapped("completion", new CompletionException(new ThrownException()));
    wrapped("execution", new ServletException(new ExecutionException(new ThrownException())));
    wrapped("undeclared", new UndeclaredThrowableException(new ThrownException()));
    wrapped("target", new ServletException(new InvocationTargetException(new ThrownException())));
  }

  private void wrapped(String name, Exception wrapper) {
    kind(
        "wrapped_" + name,
        ThrownException.class,
        500,
        () -> {
          if (wrapper instanceof ServletException servlet) {
            throw servlet;
          }
          throw (RuntimeException) wrapper;
        });
  }

  private void mapped(String name, int status, Class<? extends Throwable> type, Raiser raiser) {
    situation("mapped_" + name)
        .servlet((request, response) -> raiser.raise())
        .expect(status)
        .error(type);
  }

  private void defineMapped() {
    mapped(
        "pageKeeps",
        500,
        Pages.KeptException.class,
        () -> {
          throw new Pages.KeptException();
        });
    mapped(
        "bySupertype",
        500,
        Pages.KeptSubException.class,
        () -> {
          throw new Pages.KeptSubException();
        });
    mapped(
        "pageSets",
        403,
        Pages.ForbiddenException.class,
        () -> {
          throw new Pages.ForbiddenException();
        });
    mapped(
        "wrapped",
        403,
        Pages.ForbiddenException.class,
        () -> {
          throw new ServletException(new Pages.ForbiddenException());
        });
    mapped(
        "servletException",
        403,
        Pages.RefusedException.class,
        () -> {
          throw new Pages.RefusedException();
        });
    mapped(
        "ioException", // answered in full: no abort
        503,
        Pages.StoreDownException.class,
        () -> {
          throw new Pages.StoreDownException();
        });
    mapped(
        "pageThrows",
        500,
        Pages.WorseException.class,
        () -> {
          throw new Pages.WorseException();
        });
    situation("throws_pageForAll_keeps")
        .at(Site.PAGES_FOR_ALL)
        .servlet(
            (request, response) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("mapped_afterCommit")
        .servlet(
            (request, response) -> {
              response.flushBuffer();
              throw new Pages.ForbiddenException();
            })
        .expect(200, Ending.TRUNCATED)
        .error(Pages.ForbiddenException.class);
  }
}
