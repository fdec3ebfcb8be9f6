package dev.backstop;

import dev.backstop.completion.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange keeps for those who ask for more than it needs itself; made when the first of
 * them does.
 *
 * <p>Thread-safe.
 */
final class Kept {
  private final LogFields logFields = new LogFields();
  private final Annotations annotations = new Annotations();
  private volatile @Nullable Sending sending;
  private @Nullable List<HandedOff> handedOff;
  private boolean ended;
  private boolean reportedAge; // the watchdog's alone
  private volatile @Nullable RequestSnapshot snapshot;
  private volatile @Nullable SlowCleanups slowCleanups;
  private volatile @Nullable Carried carried;
  private volatile @Nullable Failure failure;
  private volatile @Nullable StackTraceElement pastWrapper; // with guarded requests alone
  private volatile @Nullable String tenant;
  private volatile @Nullable Throwable error;
  private volatile @Nullable Runnable pendingEnd;
  private volatile @Nullable ExchangeEvent recorded; // while Java Flight Recorder records

  LogFields logFields() {
    return logFields;
  }

  Annotations annotations() {
    return annotations;
  }

  /** Returns how long the answer took to go out as known so far, in nanoseconds. */
  long sendingNanos() {
    Sending known = sending;
    return known == null ? 0 : known.nanos();
  }

  /** Returns what adds that up, made when somebody asks for it. */
  synchronized Sending sending() {
    Sending known = sending;
    if (known == null) {
      known = new Sending();
      sending = known;
    }
    return known;
  }

  @Nullable Carried carried() {
    return carried;
  }

  /** Returns what counts the tasks that are carried, made when there is one. */
  synchronized Carried carry() {
    Carried known = carried;
    if (known == null) {
      known = new Carried();
      carried = known;
    }
    return known;
  }

  @Nullable Failure failure() {
    return failure;
  }

  /** Sets what the exchange failed with, if nothing is set yet. */
  synchronized boolean failWith(Failure decided) {
    boolean first = failure == null;
    if (first) {
      failure = decided;
    }
    return first;
  }

  @Nullable StackTraceElement pastWrapper() {
    return pastWrapper;
  }

  void pastWrapper(StackTraceElement site) {
    pastWrapper = site;
  }

  @Nullable Throwable error() {
    return error;
  }

  void error(Throwable raised) {
    error = raised;
  }

  @Nullable String tenant() {
    return tenant;
  }

  void tenant(String name) {
    tenant = name;
  }

  void pendingEnd(Runnable end) {
    pendingEnd = end;
  }

  /** Returns the end that waits for the dispatch to return, to one caller alone. */
  @Nullable Runnable takePendingEnd() {
    if (pendingEnd == null) {
      return null;
    }
    synchronized (this) {
      Runnable pending = pendingEnd;
      pendingEnd = null;
      return pending;
    }
  }

  @Nullable ExchangeEvent recorded() {
    return recorded;
  }

  void recorded(ExchangeEvent event) {
    recorded = event;
  }

  /** Returns whether the age of the exchange has not been reported yet. */
  boolean isFirstReportOfAge() {
    boolean first = !reportedAge;
    reportedAge = true;
    return first;
  }

  @Nullable SlowCleanups slowCleanups() {
    return slowCleanups;
  }

  void slowCleanups(SlowCleanups watch) {
    slowCleanups = watch;
  }

  @Nullable RequestSnapshot snapshot() {
    return snapshot;
  }

  /** Takes a snapshot while the container still has the request. */
  synchronized RequestSnapshot snapshot(RequestHead head, List<String> headers) {
    RequestSnapshot known = snapshot;
    RequestSnapshot now =
        known == null ? RequestSnapshot.of(head, headers) : known.withPrincipal(head);
    snapshot = now;
    return now;
  }

  /** Remembers work that was handed off: its time begins with the end of the exchange. */
  void handedOff(HandedOff work) {
    boolean late;
    synchronized (this) {
      late = ended;
      if (!late) {
        if (handedOff == null) {
          handedOff = new ArrayList<>(2);
        }
        handedOff.removeIf(HandedOff::isFinished); // a stream may hand off without end
        handedOff.add(work);
      }
    }
    if (late) {
      work.exchangeEnded();
    }
  }

  /** The exchange has ended. */
  void ended() {
    List<HandedOff> going;
    synchronized (this) {
      ended = true;
      going = handedOff;
      handedOff = null;
    }
    if (going != null) {
      going.forEach(HandedOff::exchangeEnded);
    }
  }
}
