package dev.backstop.harness.contract;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Asynchronous processing that runs into its timeout, and what the application makes of it. */
final class AsyncTimeoutSituations extends SituationGroup {
  private static final int TIMEOUT_MILLIS = 200;

  AsyncTimeoutSituations() {
    super("asyncTimeout");
  }

  /** What a listener does at the timeout. */
  @FunctionalInterface
  private interface AtTimeout {
    void act(AsyncContext async, HttpServletResponse response) throws IOException;
  }

  private record TimeoutListener(Probe probe, AtTimeout atTimeout) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      probe.last();
      atTimeout.act(
          event.getAsyncContext(), (HttpServletResponse) event.getAsyncContext().getResponse());
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private SituationBuilder timesOut(String name, AtTimeout atTimeout) {
    return situation(name)
        .servlet(
            (request, response, probe) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(504);
                response.getWriter().print("after the timeout");
                return;
              }
              AsyncContext async = request.startAsync(request, response);
              async.setTimeout(TIMEOUT_MILLIS);
              async.addListener(new TimeoutListener(probe, atTimeout));
            })
        .timedOut();
  }

  @Override
  void define() {
    situation("timeout_nobodyListens")
        .servlet(
            (request, response) -> request.startAsync(request, response).setTimeout(TIMEOUT_MILLIS))
        .expect(500)
        .timedOut();
    situation("timeout_nobodyListens_pageForAll")
        .at(Site.PAGES_FOR_ALL)
        .servlet(
            (request, response) -> request.startAsync(request, response).setTimeout(TIMEOUT_MILLIS))
        .expect(500)
        .timedOut();
    situation("timeout_afterCommit")
        .servlet(
            (request, response) -> {
              request.startAsync(request, response).setTimeout(TIMEOUT_MILLIS);
              response.getWriter().print("first event");
              response.flushBuffer();
            })
        .timedOut();
    timesOut("timeout_listenerDoesNothing", (async, response) -> {}).expect(500);
    timesOut("timeout_listenerCompletes", (async, response) -> async.complete());
    timesOut(
            "timeout_listenerAnswers",
            (async, response) -> {
              response.setStatus(503);
              response.getWriter().print("too late");
              async.complete();
            })
        .expect(503);
    timesOut(
            "timeout_listenerSendsError",
            (async, response) -> {
              response.sendError(Pages.SETS_410);
              async.complete();
            })
        .expect(410);
    timesOut("timeout_listenerDispatches", (async, response) -> async.dispatch()).expect(504);
    timesOut(
            "timeout_listenerThrows",
            (async, response) -> {
              throw new ThrownException();
            })
        .expect(500);
    situation("timeout_never")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              async.setTimeout(0);
              probe.elsewhere(
                  () -> {
                    response.setStatus(203);
                    probe.last();
                    async.complete();
                  });
            })
        .expect(203);
  }
}
