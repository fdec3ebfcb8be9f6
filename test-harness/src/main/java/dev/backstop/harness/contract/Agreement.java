package dev.backstop.harness.contract;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.Recording;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Holds what was recorded of one exchange against what the client read of it. */
final class Agreement {
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ENDING = AttributeKey.stringKey("backstop.ending");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey("exception.type");

  private final Expectation expected;
  private final ContainerFacts facts;
  private final Instrument.Claim claim;
  private final List<String> faults = new ArrayList<>();

  private Agreement(Expectation expected, ContainerFacts facts, Instrument.Claim claim) {
    this.expected = expected;
    this.facts = facts;
    this.claim = claim;
  }

  /** Returns the faults, each a line; none where all agree. */
  static List<String> faultsOf(
      Observed observed,
      Recording recording,
      Expectation expected,
      ContainerFacts facts,
      Instrument.Claim claim) {
    Agreement agreement = new Agreement(expected, facts, claim);
    agreement.check(observed, recording);
    return agreement.faults.stream().map(fault -> observed.path() + ": " + fault).toList();
  }

  private void check(Observed observed, Recording recording) {
    if (recording.ends().size() != 1) {
      faults.add(
          "ended "
              + recording.ends().size()
              + " times: "
              + recording.ends().stream().map(end -> end.outcome().status()).toList());
      return;
    }
    Recording.End end = recording.ends().get(0);
    Outcome outcome = end.outcome();
    checkWire(observed, outcome);
    checkEnd(observed, end);
    if (claim == Instrument.Claim.OUTCOME_ALONE) {
      return;
    }
    same("opened", 1, recording.opened());
    checkLog(recording.logs(), outcome, end.report());
    checkSpan(recording.spans(), outcome);
    if (claim == Instrument.Claim.TRUTH) {
      checkError(outcome);
      checkBytes(observed, outcome);
      checkPitfalls(recording.pitfalls());
    }
  }

  private void checkPitfalls(List<Pitfall> pitfalls) {
    List<PitfallKind> kinds = pitfalls.stream().map(Pitfall::kind).sorted().toList();
    if (!expected.pitfalls().stream().sorted().toList().equals(kinds)) {
      faults.add("pitfalls: expected " + expected.pitfalls() + ", found " + pitfalls);
    }
  }

  private void checkWire(Observed observed, Outcome outcome) {
    int wire = observed.answer().status();
    if (wire != 0) {
      if (expected.status() >= 0) {
        same("status on the wire", expected.status(), wire);
      }
      if (!isGuess(outcome)) {
        same("recorded status, against the wire,", wire, outcome.status());
      }
    } else if (!isGuess(outcome)
        && outcome.status() != 0
        && outcome.status() != expected.status()) {
      faults.add("no status line was read, yet the record says " + outcome.status());
    }
    if (claim == Instrument.Claim.TRUTH) {
      same("status source", StatusSource.CONTAINER, outcome.statusSource());
    }
  }

  private boolean isGuess(Outcome outcome) {
    return claim == Instrument.Claim.TRUTH_OR_GUESS
        && outcome.statusSource() == StatusSource.PREDICTED;
  }

  private void checkEnd(Observed observed, Recording.End end) {
    Outcome outcome = end.outcome();
    Set<Ending> endings = expected.endings();
    if (claim == Instrument.Claim.TRUTH) {
      if (!endings.contains(outcome.ending())) {
        faults.add("ending: expected " + endings + ", recorded " + outcome);
      }
      // Some containers end a body in order although it was cut: then the table says TRUNCATED.
      if (outcome.ending() != Ending.COMPLETED
          && observed.answer().isComplete()
          && !endings.equals(Set.of(outcome.ending()))) {
        faults.add("recorded " + outcome.ending() + ", but the client read the whole answer");
      }
      if (outcome.ending() == Ending.COMPLETED && isCut(observed)) {
        faults.add("recorded COMPLETED, but the client's answer was cut: " + observed.answer());
      }
      same("timed out", expected.timedOut(), outcome.timedOut());
    }
    long early = observed.probe().lastActionNanos() - end.endNanos();
    if (early > 0 && !isGuess(outcome)) {
      faults.add("recorded " + early / 1000 + " us before the application's last action");
    }
    if (facts.ioThreads().matcher(end.thread()).matches()) {
      faults.add("cleanups ran on the I/O thread " + end.thread());
    }
  }

  private static boolean isCut(Observed observed) {
    return switch (observed.answer().end()) {
      case COMPLETE, LEFT -> false;
      case CLOSED_EARLY, RESET, MALFORMED, SILENT -> true;
    };
  }

  private void checkError(Outcome outcome) {
    Throwable error = outcome.error();
    String type = expected.errorType();
    if (Expectation.LOST_OR_NOTHING.equals(type)) {
      if (error != null && !tellsOfLostConnection(error)) {
        faults.add("error: expected a lost connection or none, found " + error);
      }
      return;
    }
    if (Expectation.LOST_CONNECTION.equals(type)) {
      if (error == null || !tellsOfLostConnection(error)) {
        faults.add("error: expected a lost connection, found " + error);
      }
    } else {
      same("error", type, error == null ? null : error.getClass().getSimpleName());
    }
    if (error != null && type != null) {
      same("error handled", expected.errorHandled(), outcome.errorHandled());
    }
  }

  /** An IOException; for a malformed request containers also throw an exception of their own. */
  private static boolean tellsOfLostConnection(Throwable error) {
    return error instanceof IOException
        || error.getClass().getSimpleName().equals("BadMessageException");
  }

  private void checkBytes(Observed observed, Outcome outcome) {
    long read = observed.answer().body().length;
    if (observed.answer().isComplete()) {
      same("body bytes, against the wire,", read, outcome.bytesWritten());
    } else if (outcome.bytesWritten() < read) {
      faults.add("the client read " + read + " body bytes, recorded " + outcome.bytesWritten());
    }
  }

  private void checkLog(List<ILoggingEvent> logs, Outcome outcome, CleanupReport report) {
    if (logs.size() != 1) {
      faults.add("access log: " + logs.size() + " events");
      return;
    }
    ILoggingEvent event = logs.get(0);
    same("log status", outcome.status(), value(event, "status"));
    same("log ending", outcome.ending().name(), String.valueOf(value(event, "ending")));
    same("log error type", outcome.errorType(), value(event, "error_type"));
    same("log bytes", outcome.bytesWritten(), value(event, "bytes"));
    Set<String> failed = new TreeSet<>();
    report.failures().forEach(ran -> failed.add(ran.name()));
    Object logged = value(event, "cleanup_failures");
    for (String name : failed) {
      if (logged == null || !logged.toString().contains(name)) {
        faults.add("log cleanup failures: " + logged + " lacks " + name);
      }
    }
  }

  private static @Nullable Object value(ILoggingEvent event, String key) {
    for (KeyValuePair pair : event.getKeyValuePairs()) {
      if (pair.key.equals(key)) {
        return pair.value;
      }
    }
    return null;
  }

  private void checkSpan(List<SpanData> spans, Outcome outcome) {
    if (spans.size() != 1) {
      faults.add("spans: " + spans.size());
      return;
    }
    SpanData span = spans.get(0);
    Long status = span.getAttributes().get(STATUS);
    same("span status code", outcome.status(), status == null ? 0 : status.intValue());
    same("span ending", outcome.ending().name(), span.getAttributes().get(ENDING));
    StatusCode code = outcome.failed() ? StatusCode.ERROR : StatusCode.UNSET;
    same("span status", code, span.getStatus().getStatusCode());
    String type = span.getAttributes().get(outcome.failed() ? ERROR_TYPE : EXCEPTION_TYPE);
    if (outcome.failed() || outcome.error() != null) {
      same("span error type", outcome.errorType(), type);
    }
  }

  private void same(String what, @Nullable Object right, @Nullable Object seen) {
    if (!Objects.equals(right, seen)) {
      faults.add(what + ": expected " + right + ", found " + seen);
    }
  }
}
