package dev.backstop.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the wrapper records of the status, the commit and the last moment for headers. */
class StatusCapturingResponseWrapperTest {
  private final RecordedResponse container = new RecordedResponse();
  private final RecordingMonitor monitor = new RecordingMonitor();
  private final ResponseEvidence evidence = monitor.evidence();
  private final StatusCapturingResponseWrapper wrapper =
      new StatusCapturingResponseWrapper(container.response, monitor);

  /** Something an application does to its response. */
  interface Use {
    void of(HttpServletResponse response) throws IOException;
  }

  // Status -------------------------------------------------------------------------------------

  @Test
  void untouched_is200OpenAndEmpty() {
    assertThat(wrapper.evidence()).isEqualTo(new Evidence(200, false, 0));
    assertThat(wrapper.isCommitted()).isFalse();
  }

  @Test
  void setStatus_beforeCommit_isTheStatusSoFar() {
    wrapper.setStatus(404);
    wrapper.setStatus(201);

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(201, false, 0));
    assertThat(container.calls).containsExactly("setStatus(404)", "setStatus(201)");
  }

  @Test
  void setStatus_afterCommit_changesNothingAndIsTold() throws IOException {
    wrapper.setStatus(201);
    wrapper.flushBuffer();

    wrapper.setStatus(500);

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(201, true, 0));
    assertThat(monitor.misuse()).containsExactly("statusAfterCommit setStatus(500)");
    assertThat(container.calls).endsWith("setStatus(500)");
  }

  @Test
  void setStatus_afterCommitToTheSame_isNoMisuse() throws IOException {
    wrapper.setStatus(201);
    wrapper.flushBuffer();

    wrapper.setStatus(201);

    assertThat(monitor.misuse()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 103})
  void setStatus_informational_isNotTheStatusOfTheResponse(int status) {
    wrapper.setStatus(status);

    assertThat(evidence.status()).isEqualTo(200);
    assertThat(container.calls).containsExactly("setStatus(" + status + ")");
  }

  @Test
  void setStatus_101_isFinal() {
    wrapper.setStatus(101);

    assertThat(wrapper.evidence().status()).isEqualTo(101);
  }

  @Test
  void commit_isTakenFromTheContainersOwnStatus() throws IOException {
    wrapper.setStatus(404);
    container.status = 410; // past the wrapper, as an unwrapped response allows

    wrapper.flushBuffer();

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(410, true, 0));
  }

  @Test
  void commit_byTheContainerItself_isSeenWhenAsked() {
    wrapper.setStatus(202);
    container.committed = true;

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(202, true, 0));
  }

  @Test
  void commit_isForGood() throws IOException {
    wrapper.setStatus(202);
    wrapper.flushBuffer();
    container.status = 500; // Tomcat says so after an exception, though the client read 202

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(202, true, 0));
  }

  static Stream<Arguments> decisions() {
    return Stream.of(
        decision(404, "sendError(404)", r -> r.sendError(404)),
        decision(503, "sendError(503,busy)", r -> r.sendError(503, "busy")),
        decision(302, "sendRedirect(/a)", r -> r.sendRedirect("/a")),
        decision(302, "sendRedirect(/a,false)", r -> r.sendRedirect("/a", false)),
        decision(303, "sendRedirect(/a,303)", r -> r.sendRedirect("/a", 303)),
        decision(308, "sendRedirect(/a,308,false)", r -> r.sendRedirect("/a", 308, false)));
  }

  private static Arguments decision(int status, String call, Use use) {
    return Arguments.of(status, call, use);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decision_beforeCommit_decidesTheStatusAndDropsTheBodyWithoutCommitting(
      int status, String call, Use decide) throws IOException {
    wrapper.getOutputStream().write(new byte[10]);

    decide.of(wrapper);

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(status, false, 0));
    assertThat(wrapper.isCommitted()).as("as the container says").isTrue();
    assertThat(evidence.isDecided()).isTrue();
    assertThat(container.calls).as("the very same method").containsExactly(call);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decision_thenSetStatus_theDecisionStays(int status, String call, Use decide)
      throws IOException {
    decide.of(wrapper);

    wrapper.setStatus(200);

    assertThat(wrapper.evidence().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decision_thenAnother_theLaterOneCounts(int status, String call, Use decide)
      throws IOException {
    wrapper.sendError(400);

    decide.of(wrapper);

    assertThat(wrapper.evidence().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decision_thenReset_allIsOpenAgain(int status, String call, Use decide) throws IOException {
    decide.of(wrapper);

    wrapper.reset();
    assertThat(wrapper.evidence()).isEqualTo(new Evidence(200, false, 0));
    assertThat(evidence.isDecided()).isFalse();

    wrapper.setStatus(202);
    wrapper.flushBuffer();
    assertThat(wrapper.evidence()).isEqualTo(new Evidence(202, true, 0));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decision_afterCommit_failsAsTheContainerSaysAndIsTold(int status, String call, Use decide)
      throws IOException {
    wrapper.getOutputStream().write(1);
    wrapper.flushBuffer();

    assertThatThrownBy(() -> decide.of(wrapper)).isInstanceOf(IllegalStateException.class);

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(200, true, 1));
    assertThat(monitor.misuse()).hasSize(1);
    assertThat(monitor.misuse().get(0))
        .isEqualTo(
            "statusAfterCommit " + call.substring(0, call.indexOf('(')) + "(" + status + ")");
  }

  @Test
  void reset_dropsStatusAndBytes() throws IOException {
    wrapper.setStatus(404);
    wrapper.getOutputStream().write(new byte[10]);

    wrapper.reset();

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(200, false, 0));
  }

  @Test
  void resetBuffer_dropsBytesAndKeepsTheStatus() throws IOException {
    wrapper.setStatus(404);
    wrapper.getOutputStream().write(new byte[10]);

    wrapper.resetBuffer();

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(404, false, 0));
  }

  @Test
  void resetOrResetBuffer_afterCommit_failAsTheContainerSaysAndChangeNothing() throws IOException {
    wrapper.setStatus(404);
    wrapper.getOutputStream().write(new byte[10]);
    wrapper.flushBuffer();

    assertThatThrownBy(wrapper::reset).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(wrapper::resetBuffer).isInstanceOf(IllegalStateException.class);

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(404, true, 10));
  }

  @Test
  void reset_afterGetWriter_aStreamOfTheNewAnswerIsCountedToo() throws IOException {
    wrapper.getWriter().write("old");
    wrapper.reset();

    wrapper.getOutputStream().write(new byte[7]);

    assertThat(wrapper.evidence().bytes()).isEqualTo(7);
  }

  // Commit -------------------------------------------------------------------------------------

  static Stream<Use> waysToCommit() {
    return Stream.of(
        HttpServletResponse::flushBuffer,
        r -> r.getOutputStream().flush(),
        r -> r.getOutputStream().close(),
        r -> r.getOutputStream().write(new byte[2000]),
        r -> r.getOutputStream().print("x".repeat(2000)),
        r -> {
          r.setContentLength(3);
          r.getOutputStream().write(new byte[3]);
        },
        r -> r.getWriter().flush(),
        r -> r.getWriter().close(),
        r -> r.getWriter().checkError(),
        r -> r.getWriter().write("x".repeat(20_000)));
  }

  @ParameterizedTest
  @MethodSource("waysToCommit")
  void everyWayToCommit_freezesTheStatusAndLaterOnesAreTold(Use commit) throws IOException {
    wrapper.setStatus(404);

    commit.of(wrapper);
    assertThat(evidence.snapshot().committed()).as("without being asked").isTrue();

    wrapper.setStatus(500);
    assertThat(wrapper.evidence().status()).isEqualTo(404);
    assertThat(monitor.misuse()).containsExactly("statusAfterCommit setStatus(500)");
  }

  @ParameterizedTest
  @MethodSource("waysToCommit")
  void everyWayToCommit_isAnnouncedOnceBeforeItHappens(Use commit) throws IOException {
    wrapper.setStatus(404);
    monitor.onBeforeCommit =
        () -> {
          assertThat(container.committed).as("too late for headers").isFalse();
          wrapper.setHeader("Server-Timing", "db;dur=3");
        };

    commit.of(wrapper);
    wrapper.flushBuffer();

    assertThat(monitor.told).containsExactly("beforeCommit 404");
    assertThat(container.headers).containsEntry("Server-Timing", "db;dur=3");
  }

  @Test
  void write_thatFitsTheBuffer_commitsNothing() throws IOException {
    wrapper.getOutputStream().write(new byte[1024]);

    assertThat(wrapper.evidence()).isEqualTo(new Evidence(200, false, 1024));
    wrapper.setStatus(404);
    assertThat(wrapper.evidence().status()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void decision_isAnnouncedWithItsStatus(int status, String call, Use decide) throws IOException {
    decide.of(wrapper);

    assertThat(monitor.told).containsExactly("beforeCommit " + status);
  }

  @Test
  void announceCommit_byTheFilter_onceAndNotAfterTheCommit() throws IOException {
    wrapper.setStatus(204);

    wrapper.announceCommit();
    wrapper.announceCommit();
    wrapper.flushBuffer();
    wrapper.announceCommit();

    assertThat(monitor.told).containsExactly("beforeCommit 204");
  }

  @Test
  void announceCommit_afterReset_onceMore() throws IOException {
    wrapper.getOutputStream().write(1);
    wrapper.reset();
    wrapper.setStatus(500);
    wrapper.getOutputStream().write(1);

    assertThat(monitor.told).containsExactly("beforeCommit 200", "beforeCommit 500");
  }

  // Includes -----------------------------------------------------------------------------------

  @Test
  void include_statusIsNoEvidenceButItsBodyIs() throws IOException {
    wrapper.setStatus(202);
    evidence.enterInclude();

    wrapper.setStatus(404);
    wrapper.getOutputStream().write(new byte[5]);

    assertThat(evidence.snapshot()).isEqualTo(new Evidence(202, false, 5));
    evidence.exitInclude();
    wrapper.setStatus(201);
    assertThat(evidence.snapshot()).isEqualTo(new Evidence(201, false, 5));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void include_decisionIsNoEvidence(int status, String call, Use decide) throws IOException {
    evidence.enterInclude();

    decide.of(wrapper);

    assertThat(evidence.snapshot().status()).isEqualTo(200);
    assertThat(evidence.isDecided()).isFalse();
    assertThat(monitor.told).isEmpty();
  }

  @Test
  void include_nested_endsWithTheOuterOne() {
    evidence.enterInclude();
    evidence.enterInclude();
    evidence.exitInclude();
    wrapper.setStatus(404);
    assertThat(evidence.status()).isEqualTo(200);

    evidence.exitInclude();
    wrapper.setStatus(404);
    assertThat(evidence.status()).isEqualTo(404);
  }

  // Around -------------------------------------------------------------------------------------

  @Test
  void originalStatus_isThatBelowAllWrappers() {
    container.status = 410;
    HttpServletResponse lying =
        new HttpServletResponseWrapper(container.response) {
          @Override
          public int getStatus() {
            return 200;
          }
        };

    assertThat(new StatusCapturingResponseWrapper(lying).originalStatus()).isEqualTo(410);
  }

  @Test
  void twoWrappersOfOneExchange_shareTheEvidence() throws IOException {
    StatusCapturingResponseWrapper second =
        new StatusCapturingResponseWrapper(container.response, monitor);

    wrapper.setStatus(404);
    second.getOutputStream().write(new byte[3]);

    assertThat(wrapper.evidence()).isEqualTo(second.evidence());
    assertThat(wrapper.records(evidence)).isTrue();
    assertThat(wrapper.records(new ResponseEvidence())).isFalse();
  }

  @Test
  void onItsOwn_recordsAndTellsNobody() throws IOException {
    StatusCapturingResponseWrapper alone = new StatusCapturingResponseWrapper(container.response);

    alone.setStatus(404);
    alone.getOutputStream().write(new byte[3]);
    alone.flushBuffer();
    alone.setStatus(500);

    assertThat(alone.evidence()).isEqualTo(new Evidence(404, true, 3));
  }

  @Test
  void getOutputStreamOrGetWriter_again_isTheSame() throws IOException {
    assertThat(wrapper.getOutputStream()).isSameAs(wrapper.getOutputStream());

    RecordedResponse other = new RecordedResponse();
    StatusCapturingResponseWrapper text = new StatusCapturingResponseWrapper(other.response);
    PrintWriter writer = text.getWriter();
    assertThat(text.getWriter()).isSameAs(writer);
  }

  @Test
  void body_isPassedOnAtOnce() throws IOException {
    wrapper.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(container.body.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
  }
}
