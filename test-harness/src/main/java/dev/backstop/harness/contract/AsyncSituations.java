package dev.backstop.harness.contract;

import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Asynchronous answers that are completed, by each way and on each thread. */
@SuppressWarnings("ResponseMutatedAfterChain") // the misuse is what is played
final class AsyncSituations extends SituationGroup {
  AsyncSituations() {
    super("async");
  }

  @Override
  void define() {
    defineCompletions();
    defineResponses();
    defineStarted();
    defineMishaps();
  }

  private void defineCompletions() {
    situation("async_complete")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setStatus(201);
                    response.getWriter().print("later");
                    probe.last();
                    async.complete();
                  });
            })
        .expect(201);
    situation("async_complete_inService")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              response.setStatus(201);
              response.getWriter().print("at once");
              async.complete();
            })
        .expect(201);
    situation("async_complete_elsewhereBeforeServiceReturns")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhereAndWait(
                  () -> {
                    response.setStatus(201);
                    response.getWriter().print("meanwhile");
                    async.complete();
                  });
              probe.last(); // the container ends it when service has returned
            })
        .expect(201);
    situation("async_complete_afterFilterChangedStatus")
        .filter(
            (request, response, chain) -> {
              chain.doFilter(request, response);
              response.setStatus(203);
              Probe.of(request).signal("filter left");
            })
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    probe.await("filter left");
                    response.getWriter().print("later");
                    probe.last();
                    async.complete();
                  });
            })
        .expect(203);
    situation("async_complete_withoutAnything")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync();
              probe.elsewhere(
                  () -> {
                    probe.last();
                    async.complete();
                  });
            });
    situation("async_complete_head")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setStatus(203);
                    response.getWriter().print("not for HEAD");
                    probe.last();
                    async.complete();
                  });
            })
        .client(wire -> wire.request("HEAD").exchange())
        .expect(203);
    situation("async_complete_twice")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setStatus(201);
                    async.complete();
                    async.complete(); // an IllegalStateException, on the application's thread
                  });
            })
        .expect(201);
    situation("async_streams")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setStatus(206);
                    for (int i = 0; i < 20; i++) {
                      response.getOutputStream().print("event " + i + "\n");
                      response.flushBuffer();
                    }
                    probe.last();
                    async.complete();
                  });
            })
        .expect(206);
  }

  private void defineResponses() {
    situation("async_withoutArguments")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync();
              HttpServletResponse plain = (HttpServletResponse) async.getResponse();
              probe.elsewhere(
                  () -> {
                    plain.setStatus(203);
                    plain.getWriter().print("past every wrapper");
                    probe.last();
                    async.complete();
                  });
            })
        .expect(203);
    situation("async_withoutArguments_largeAndFlushed")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync();
              HttpServletResponse plain = (HttpServletResponse) async.getResponse();
              probe.elsewhere(
                  () -> {
                    plain.setStatus(203);
                    plain.getOutputStream().write(new byte[200_000]);
                    plain.flushBuffer();
                    probe.last();
                    async.complete();
                  });
            })
        .expect(203);
    situation("async_unwrappedResponse")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async =
                  request.startAsync(request, FilterSituations.unwrapped(response));
              probe.elsewhere(
                  () -> {
                    HttpServletResponse plain = (HttpServletResponse) async.getResponse();
                    plain.setStatus(203);
                    plain.getWriter().print("unwrapped");
                    probe.last();
                    async.complete();
                  });
            })
        .expect(203);
    situation("async_sendError")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    probe.last(); // Undertow answers within the next call
                    response.sendError(409);
                    async.complete();
                  });
            })
        .expect(409);
    situation("async_sendError_pageSets")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    probe.last(); // Undertow answers within the next call
                    response.sendError(Pages.SETS_410);
                    async.complete();
                  });
            })
        .expect(410);
    situation("async_redirect")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    probe.last(); // Undertow answers within the next call
                    response.sendRedirect("/elsewhere");
                    async.complete();
                  });
            })
        .expect(302);
    situation("async_changesAfterCommit")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.flushBuffer();
                    response.setStatus(500);
                    probe.last();
                    async.complete();
                  });
            })
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
  }

  private void defineStarted() {
    situation("async_start_completes")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              async.start(
                  probe.gated(
                      () -> {
                        response.setStatus(203);
                        probe.last();
                        async.complete();
                      }));
            })
        .expect(203);
    situation("async_start_throws") // ends by the timeout, for all that
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              async.setTimeout(200);
              async.start(
                  () -> {
                    probe.signal("thrown");
                    throw new ThrownException();
                  });
              probe.await("thrown");
              LockSupport.parkNanos(
                  50_000_000); // Tomcat looks for it at the return; nothing tells of it
            })
        .expect(500)
        .timedOut()
        .bytesVary();
  }

  /** What an application does when it is told of an error. */
  private record OnError(Behaviour answer, HttpServletRequest request) implements AsyncListener {
    @Override
    public void onError(AsyncEvent event) throws IOException {
      try {
        answer.handle(request, (HttpServletResponse) event.getAsyncContext().getResponse());
      } catch (ServletException e) {
        throw new IllegalStateException(e);
      }
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private void defineMishaps() {
    situation("async_thenThrows_listenerAnswers")
        .servlet(
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              async.addListener(new OnError((same, out) -> out.setStatus(503), request));
              throw new ThrownException();
            })
        .expect(503)
        .error(ThrownException.class);
    situation("async_thenThrows_listenerSendsError")
        .servlet(
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              async.addListener(new OnError((same, out) -> out.sendError(409), request));
              throw new ThrownException();
            })
        .expect(409)
        .error(ThrownException.class);
    situation("async_thenThrows")
        .servlet(
            (request, response) -> {
              request.startAsync(request, response).setTimeout(300);
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("async_thenThrows_pageSets")
        .servlet(
            (request, response) -> {
              request.startAsync(request, response).setTimeout(300);
              throw new Pages.ForbiddenException();
            })
        .expect(403)
        .error(Pages.ForbiddenException.class);
    situation("async_thenThrows_afterCommit")
        .servlet(
            (request, response) -> {
              request.startAsync(request, response).setTimeout(300);
              response.flushBuffer();
              throw new ThrownException();
            })
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class);
    situation("async_completeThenThrows")
        .servlet(
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              response.getWriter().print("dropped");
              async.complete();
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class);
    situation("async_sendErrorThenReturns") // nobody completes it
        .servlet(
            (request, response) -> {
              AsyncContext async = request.startAsync(request, response);
              async.setTimeout(200);
              response.sendError(409);
            })
        .expect(409);
    situation("async_cutByApplication")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    response.setContentLength(10);
                    response.getOutputStream().print("half");
                    response.flushBuffer();
                    probe.last();
                    async.complete();
                  });
            })
        .expect(200, Ending.TRUNCATED);
  }

  /** Answers 203 from another thread. */
  static void answers(HttpServletRequest request, HttpServletResponse response, Probe probe) {
    AsyncContext async = request.startAsync(request, response);
    probe.elsewhere(
        () -> {
          response.setStatus(203);
          response.getWriter().print("later");
          probe.last();
          async.complete();
        });
  }
}
