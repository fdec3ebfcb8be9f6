package dev.backstop.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.Recording;
import dev.backstop.outcome.Ending;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.Counter;
import io.opentelemetry.api.common.AttributeKey;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cleanups: order, failures, and that none of them changes the answer. */
@SuppressWarnings("ResponseMutatedInCleanup") // the misuse is what is played
final class CleanupSituations extends SituationGroup {
  private static final Set<Integer> THROWING = Set.of(3, 7, 8, 12, 19);
  private static final int THROWING_ERROR = 15;
  private static final AttributeKey<List<String>> FAILED_CLEANUPS =
      AttributeKey.stringArrayKey("backstop.cleanup.failed");

  CleanupSituations() {
    super("cleanup");
  }

  @Override
  SituationBuilder situation(String name) {
    return super.situation(name).needsRegistry();
  }

  @Override
  void define() {
    defineOrder();
    defineFailures();
    defineTouching();
  }

  private static void registerNumbered(CleanupRegistry cleanups, Probe probe, int count) {
    for (int i = 1; i <= count; i++) {
      String word = Integer.toString(i);
      cleanups.register("c" + i, outcome -> probe.note(word));
    }
  }

  private void defineOrder() {
    situation("cleanup_lastRegisteredFirst")
        .servlet(
            (request, response, probe) -> {
              registerNumbered(probe.cleanups(request), probe, 5);
              response.setStatus(203);
            })
        .expect(203)
        .then(seen -> assertThat(seen.probe().notes()).containsExactly("5", "4", "3", "2", "1"));
    situation("cleanup_seesTheOutcome")
        .needsRealEnd()
        .servlet(
            (request, response, probe) -> {
              probe
                  .cleanups(request)
                  .register(
                      "look",
                      outcome ->
                          probe.note(
                              outcome.status() + " " + outcome.ending() + " " + outcome.error()));
              throw new Pages.ForbiddenException();
            })
        .expect(403)
        .error(Pages.ForbiddenException.class)
        .then(
            seen ->
                assertThat(seen.probe().notes())
                    .containsExactly("403 COMPLETED " + seen.outcome().error()));
    situation("cleanup_registersAnother_runsNext")
        .servlet(
            (request, response, probe) -> {
              CleanupRegistry cleanups = probe.cleanups(request);
              registerNumbered(cleanups, probe, 2);
              cleanups.register(
                  "outer", outcome -> cleanups.register("inner", ignored -> probe.note("inner")));
            })
        .then(seen -> assertThat(seen.probe().notes()).containsExactly("inner", "2", "1"));
    situation("cleanup_afterTheEnd_runsAtOnceAndIsLate")
        .servlet(
            (request, response, probe) -> {
              probe.keep(probe.cleanups(request));
              response.setStatus(203);
            })
        .expect(203)
        .then(
            seen -> {
              Probe probe = seen.probe();
              Thread here = Thread.currentThread();
              probe
                  .kept()
                  .register(
                      "late",
                      outcome ->
                          probe.note(outcome.status() + " " + (Thread.currentThread() == here)));
              assertThat(probe.notes()).containsExactly("203 true");
              assertThat(seen.recording().pitfalls())
                  .extracting(Pitfall::kind)
                  .containsExactly(PitfallKind.CLEANUP_LATE);
            });
    situation("cleanup_inEachDispatch")
        .servlet(
            (request, response, probe) -> {
              int count = probe.notes().size();
              probe.note("dispatch " + count);
              probe
                  .cleanups(request)
                  .register("c" + count, outcome -> probe.note("cleanup " + count));
              if (count < 2) {
                AsyncContext async = request.startAsync(request, response);
                probe.elsewhere(async::dispatch);
              }
            })
        .then(
            seen ->
                assertThat(seen.probe().notes())
                    .containsExactly(
                        "dispatch 0",
                        "dispatch 1",
                        "dispatch 2",
                        "cleanup 2",
                        "cleanup 1",
                        "cleanup 0"));
  }

  /** 20 cleanups of which five throw and one throws an Error. */
  private static void registerTwenty(CleanupRegistry cleanups, Probe probe) {
    for (int i = 1; i <= 20; i++) {
      int number = i;
      cleanups.register(
          nameOf(probe, i),
          outcome -> {
            probe.note(nameOf(probe, number));
            if (number == THROWING_ERROR) {
              throw new AssertionError(nameOf(probe, number));
            }
            if (THROWING.contains(number)) {
              throw new IOException(nameOf(probe, number));
            }
          });
    }
  }

  /** A name that no other situation uses, so that its counter is this exchange's alone. */
  private static String nameOf(Probe probe, int number) {
    return probe.path() + "#" + number;
  }

  /**
   * All twenty ran in order; all six failures are in the report, the log, the span, the counter.
   */
  private static void checkTwenty(Seen seen) {
    Probe probe = seen.probe();
    Recording recording = seen.recording();
    List<String> failed =
        Stream.of(19, 15, 12, 8, 7, 3).map(number -> nameOf(probe, number)).toList();
    assertThat(probe.notes())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 20).mapToObj(i -> nameOf(probe, 21 - i)).toList());
    assertThat(recording.report().failures())
        .extracting(CleanupReport.Ran::name)
        .containsExactlyElementsOf(failed);
    assertThat(recording.report().failures())
        .allSatisfy(ran -> assertThat(ran.failure()).hasMessage(ran.name()));
    assertThat(recording.logs().get(0).getKeyValuePairs())
        .filteredOn(pair -> pair.key.equals("cleanup_failures"))
        .singleElement()
        .satisfies(pair -> assertThat(pair.value.toString()).contains(failed));
    assertThat(recording.spans().get(0).getAttributes().get(FAILED_CLEANUPS))
        .containsExactlyElementsOf(failed);
    for (String name : failed) {
      assertThat(
              seen.recorder()
                  .meters()
                  .find("backstop.cleanup.failures")
                  .tag("cleanup", name)
                  .counters())
          .singleElement()
          .extracting(Counter::count)
          .isEqualTo(1.0);
    }
  }

  private void defineFailures() {
    situation("cleanup_sixOfTwentyThrow")
        .servlet(
            (request, response, probe) -> {
              registerTwenty(probe.cleanups(request), probe);
              response.setStatus(203);
            })
        .expect(203)
        .pitfalls(times(6, PitfallKind.CLEANUP_FAILED))
        .then(CleanupSituations::checkTwenty);
    situation("cleanup_sixOfTwentyThrow_exchangeThrewFirst")
        .servlet(
            (request, response, probe) -> {
              registerTwenty(probe.cleanups(request), probe);
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class)
        .pitfalls(times(6, PitfallKind.CLEANUP_FAILED))
        .then(
            seen -> {
              checkTwenty(seen);
              assertThat(seen.outcome().error()).hasNoSuppressedExceptions().hasNoCause();
            });
    situation("cleanup_sixOfTwentyThrow_async")
        .servlet(
            (request, response, probe) -> {
              registerTwenty(probe.cleanups(request), probe);
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    probe.last();
                    async.complete();
                  });
            })
        .pitfalls(times(6, PitfallKind.CLEANUP_FAILED))
        .then(CleanupSituations::checkTwenty);
    situation("cleanup_throws_streamed")
        .servlet(
            (request, response, probe) -> {
              registerTwenty(probe.cleanups(request), probe);
              response.flushBuffer();
              throw new ThrownException();
            })
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class)
        .pitfalls(times(6, PitfallKind.CLEANUP_FAILED))
        .then(CleanupSituations::checkTwenty);
    situation("cleanup_leavesInterrupt_nobodyFeelsIt")
        .servlet(
            (request, response, probe) ->
                probe
                    .cleanups(request)
                    .register("interrupts", outcome -> Thread.currentThread().interrupt()))
        .client(
            wire -> {
              wire.get().exchange();
              wire.get().exchange();
            });
  }

  /** Tries all that could change an answer. */
  private static void touch(HttpServletResponse response, Probe probe) {
    response.setStatus(500);
    response.setHeader("X-Too-Late", "1");
    response.addCookie(new Cookie("too", "late"));
    response.setContentType("text/late");
    attempt(probe, () -> response.sendError(503));
    attempt(probe, () -> response.sendRedirect("/late"));
    attempt(probe, response::reset);
    attempt(probe, () -> response.getWriter().print("late"));
    attempt(probe, () -> response.getOutputStream().print("late"));
    attempt(probe, response::flushBuffer);
  }

  private static void attempt(Probe probe, Probe.Task task) {
    try {
      task.run();
    } catch (Exception e) {
      probe.caught(e);
    }
  }

  private SituationBuilder touches(String name, Behaviour.Probed rest) {
    return situation(name)
        .servlet(
            (request, response, probe) -> {
              probe.cleanups(request).register("touches", outcome -> touch(response, probe));
              rest.handle(request, response, probe);
            })
        .then(CleanupSituations::checkTouched);
  }

  /** Each attempt was reported with the line that made it. */
  private static void checkTouched(Seen seen) {
    assertThat(seen.recording().pitfalls())
        .filteredOn(pitfall -> pitfall.kind() == PitfallKind.RESPONSE_IN_CLEANUP)
        .isNotEmpty()
        .allSatisfy(
            pitfall ->
                assertThat(String.valueOf(pitfall.site()))
                    .startsWith(CleanupSituations.class.getName() + "."));
  }

  private static PitfallKind[] touched(int times) {
    return times(times, PitfallKind.RESPONSE_IN_CLEANUP);
  }

  private static PitfallKind[] times(int times, PitfallKind kind) {
    return Collections.nCopies(times, kind).toArray(PitfallKind[]::new);
  }

  private void defineTouching() {
    touches("touch_buffered", (request, response, probe) -> response.getWriter().print("small"))
        .pitfalls(touched(10));
    touches(
            "touch_streamed",
            (request, response, probe) -> {
              response.getWriter().print("streamed");
              response.flushBuffer();
            })
        .pitfalls(touched(10));
    touches("touch_sendError", (request, response, probe) -> response.sendError(Pages.SETS_410))
        .expect(410)
        .pitfalls(touched(10));
    touches(
            "touch_throws",
            (request, response, probe) -> {
              throw new ThrownException();
            })
        .expect(500)
        .error(ThrownException.class)
        .pitfalls(touched(10));
    touches("touch_async", AsyncSituations::answers).expect(203).pitfalls(touched(10));
  }
}
