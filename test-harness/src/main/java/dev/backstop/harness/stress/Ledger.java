package dev.backstop.harness.stress;

import static dev.backstop.pitfall.PitfallKind.FILTER_TWICE;
import static dev.backstop.pitfall.PitfallKind.NEVER_ENDED;
import static dev.backstop.pitfall.PitfallKind.OBSERVER_FAILED;
import static dev.backstop.pitfall.PitfallKind.STILL_OPEN;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.completion.OpenExchange;
import dev.backstop.harness.RawResponse;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.PitfallKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of every visit: by Backstop on the one side, by its client on the other. {@link
 * #faults} compares the two.
 *
 * <p>Thread-safe.
 */
final class Ledger {
  private final long seed;
  private final int visits;
  private final AtomicIntegerArray opened;
  private final AtomicIntegerArray ended;
  private final AtomicIntegerArray registered;
  private final AtomicIntegerArray ran;
  private final AtomicReferenceArray<@Nullable Script> scripts;
  private final AtomicReferenceArray<@Nullable Told> told;
  private final AtomicReferenceArray<@Nullable Read> read;
  private final AtomicInteger openNow = new AtomicInteger();
  private final AtomicInteger readCount = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  Ledger(long seed, int visits) {
    this.seed = seed;
    this.visits = visits;
    this.opened = new AtomicIntegerArray(visits);
    this.ended = new AtomicIntegerArray(visits);
    this.registered = new AtomicIntegerArray(visits);
    this.ran = new AtomicIntegerArray(visits);
    this.scripts = new AtomicReferenceArray<>(visits);
    this.told = new AtomicReferenceArray<>(visits);
    this.read = new AtomicReferenceArray<>(visits);
  }

  /** What Backstop told, without the objects of the exchange. */
  private record Told(int status, Ending ending, StatusSource source, long bytes) {}

  /** What the client read; an answer that it left has no end of its own. */
  private record Read(int status, RawResponse.End end, int bytes) {
    boolean isCut() {
      return end == RawResponse.End.CLOSED_EARLY || end == RawResponse.End.RESET;
    }
  }

  int visits() {
    return visits;
  }

  Visit visit(int number) {
    return Visit.of(seed, number);
  }

  private boolean isVisit(int number) {
    return number >= 0 && number < visits;
  }

  // What Backstop's side sees ------------------------------------------------------------------

  void opened(String path) {
    int number = Visit.numberIn(path);
    if (isVisit(number)) {
      opened.incrementAndGet(number);
      openNow.incrementAndGet();
    } else {
      faults.add("an exchange of " + path);
    }
  }

  void script(int number, Script script) {
    if (!scripts.compareAndSet(number, null, script)) {
      faults.add(visit(number) + ": the request was served twice");
    }
  }

  void registered(int number) {
    registered.incrementAndGet(number);
  }

  void ran(int number) {
    ran.incrementAndGet(number);
  }

  void ended(Outcome outcome, CleanupReport report) {
    int number = Visit.numberIn(outcome.path());
    if (!isVisit(number)) {
      return; // opened() has told
    }
    Script script = scripts.getAndSet(number, null);
    if (script != null) {
      script.over(outcome, report);
    }
    told.set(
        number,
        new Told(
            outcome.status(), outcome.ending(), outcome.statusSource(), outcome.bytesWritten()));
    ended.incrementAndGet(number);
    openNow.decrementAndGet();
  }

  void fault(Visit visit, String what) {
    faults.add(visit + ": " + what);
  }

  void fault(String what) {
    faults.add(what);
  }

  /** Backstop's own set of open exchanges, when all have ended. */
  void openAtTheEnd(List<OpenExchange> open) {
    open.forEach(exchange -> faults.add("still in the set of open exchanges: " + exchange));
  }

  /** What the meters say when all have ended. */
  void meters(long requests, double active) {
    int exchanges = 0;
    for (int i = 0; i < visits; i++) {
      exchanges += ended.get(i);
    }
    if (requests != exchanges || active != 0) {
      faults.add(requests + " metered of " + exchanges + ", active by the gauge: " + active);
    }
  }

  /** How often each misuse was told. */
  void pitfalls(Map<PitfallKind, Long> counts) {
    for (PitfallKind kind : List.of(NEVER_ENDED, OBSERVER_FAILED, FILTER_TWICE, STILL_OPEN)) {
      if (counts.containsKey(kind)) {
        faults.add(counts.get(kind) + " times " + kind);
      }
    }
  }

  // What the client sees -----------------------------------------------------------------------

  void read(Visit visit, RawResponse answer) {
    String echoed = answer.header("X-Visit");
    if (echoed != null && !echoed.equals(Integer.toString(visit.number()))) {
      fault(visit, "read the answer of visit " + echoed);
    }
    read(visit, answer.status(), answer.end(), answer.body().length);
  }

  void read(Visit visit, int status, RawResponse.End end, int bytes) {
    read.set(visit.number(), new Read(status, end, bytes));
    readCount.incrementAndGet();
  }

  void leftWithoutReading() {
    readCount.incrementAndGet();
  }

  // The comparison -----------------------------------------------------------------------------

  /** Returns how many exchanges are open. */
  int openNow() {
    return openNow.get();
  }

  /** Returns how many clients have done. */
  int done() {
    return readCount.get();
  }

  StressReport report(Duration duration) {
    int exchanges = 0;
    int answered = 0;
    int aborted = 0;
    int truncated = 0;
    int unserved = 0;
    long cleanups = 0;
    for (int i = 0; i < visits; i++) {
      exchanges += ended.get(i);
      cleanups += ran.get(i);
      Read got = read.get(i);
      Told end = told.get(i);
      answered += got != null && got.status > 0 ? 1 : 0;
      unserved += isUnserved(i) ? 1 : 0;
      aborted += end != null && end.ending == Ending.ABORTED ? 1 : 0;
      truncated += end != null && end.ending == Ending.TRUNCATED ? 1 : 0;
    }
    return new StressReport(
        seed, visits, exchanges, answered, aborted, truncated, unserved, cleanups, duration,
        faults());
  }

  /** A server may close a connection just when the next request of it is on its way. */
  private boolean isUnserved(int number) {
    Read got = read.get(number);
    return visit(number).leaving().staysToTheEnd()
        && got != null
        && got.status == 0
        && got.isCut()
        && opened.get(number) == 0;
  }

  /** Returns everything that was not as it should be. */
  List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    Map<String, Set<Integer>> statuses = new HashMap<>();
    for (int i = 0; i < visits; i++) {
      Read got = read.get(i);
      if (got != null && got.status > 0 && visit(i).leaving().staysToTheEnd()) {
        statuses.computeIfAbsent(visit(i).signature(), any -> new TreeSet<>()).add(got.status);
      }
    }
    statuses.forEach(
        (signature, seen) -> {
          if (seen.size() > 1) {
            all.add(signature + ": answered with " + seen);
          }
        });
    for (int i = 0; i < visits; i++) {
      Visit visit = visit(i);
      for (String fault : faultsOf(visit, statuses.getOrDefault(visit.signature(), Set.of()))) {
        all.add(visit + ": " + fault + "; read " + read.get(i) + ", told " + told.get(i));
      }
    }
    return all;
  }

  private List<String> faultsOf(Visit visit, Set<Integer> possible) {
    List<String> found = new ArrayList<>();
    int number = visit.number();
    if (opened.get(number) > 1 || opened.get(number) != ended.get(number)) {
      found.add(opened.get(number) + " opened, " + ended.get(number) + " ended");
    }
    if (registered.get(number) != ran.get(number)) {
      found.add(registered.get(number) + " cleanups registered, " + ran.get(number) + " ran");
    }
    Told end = told.get(number);
    Read got = read.get(number);
    if (end == null) {
      if (visit.leaving().staysToTheEnd() && !isUnserved(number)) {
        found.add("no outcome");
      }
      return found;
    }
    if (end.source != StatusSource.CONTAINER || end.ending == Ending.UNFINISHED) {
      found.add("not ended by the container");
    }
    if (got != null && got.status > 0 && got.status != end.status) {
      found.add("another status");
    }
    if (visit.leaving().staysToTheEnd()) {
      if (got != null) {
        compareWhole(visit, got, end, found);
      }
    } else {
      compareLeft(visit, end, possible, found);
    }
    return found;
  }

  private static void compareWhole(Visit visit, Read got, Told end, List<String> found) {
    if (got.end == RawResponse.End.COMPLETE) {
      boolean mayBeCut = visit.kind() == VisitKind.COMMITS_AND_THROWS; // Undertow ends it in order
      if (end.ending != Ending.COMPLETED && !mayBeCut) {
        found.add("a complete answer was told as cut");
      }
      if (end.bytes != got.bytes) {
        found.add("another number of bytes");
      }
    } else if (got.isCut()) {
      if (end.ending == Ending.COMPLETED) {
        found.add("a cut answer was told as complete");
      }
    } else {
      found.add("the server was silent, or spoke no HTTP");
    }
  }

  private static void compareLeft(
      Visit visit, Told end, Set<Integer> possible, List<String> found) {
    boolean upload = visit.kind().method().equals("POST");
    boolean failedUpload = upload && (end.status == 400 || end.status == 500);
    boolean asked = visit.kind().alwaysLeaves() && end.status == visit.status();
    if (end.status != 0 && !possible.contains(end.status) && !failedUpload && !asked) {
      found.add("a status that its kind never has");
    }
    if (visit.kind() == VisitKind.HUGE && end.ending != Ending.ABORTED) {
      found.add("a write must have failed");
    }
  }
}
