package dev.backstop.checks;

import static com.google.errorprone.BugPattern.LinkType.CUSTOM;
import static com.google.errorprone.BugPattern.SeverityLevel.WARNING;

import com.google.errorprone.BugPattern;
import java.util.EnumSet;

/** A timer sample that some path does not stop: what took that path is not measured. */
@BugPattern(
    summary =
        "A timer sample is not stopped on all paths: what leaves that way is not measured. Stop it in a finally block.",
    severity = WARNING,
    linkType = CUSTOM,
    link = "docs/checks/TimerSampleNotStopped.md")
public final class TimerSampleNotStopped extends MustEndRule {
  /** For Error Prone. */
  public TimerSampleNotStopped() {
    super(
        Protocol.TIMER,
        EnumSet.of(Leak.Way.DROPPED, Leak.Way.NEVER, Leak.Way.NORMALLY, Leak.Way.BY_EXCEPTION),
        "Stop it in a finally block.");
  }
}
