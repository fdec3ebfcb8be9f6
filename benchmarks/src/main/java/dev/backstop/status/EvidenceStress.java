package dev.backstop.status;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZJ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Status, commit and bytes of a response change together, and no reader sees them torn. */
public final class EvidenceStress {
  private EvidenceStress() {}

  private static void read(ResponseEvidence evidence, IZJ_Result result) {
    Evidence seen = evidence.snapshot();
    result.r1 = seen.status();
    result.r2 = seen.committed();
    result.r3 = seen.bytes();
  }

  /** Another thread reads while a status is decided, committed, and bytes are written. */
  @JCStressTest
  @Outcome(id = "200, false, 0", expect = ACCEPTABLE, desc = "Before everything.")
  @Outcome(id = "404, false, 0", expect = ACCEPTABLE, desc = "The status is set.")
  @Outcome(id = "404, true, 0", expect = ACCEPTABLE, desc = "And committed.")
  @Outcome(id = "404, true, 7", expect = ACCEPTABLE, desc = "And the body is written.")
  @State
  public static class ReadAgainstCommit {
    private final ResponseEvidence evidence = new ResponseEvidence();

    /** Writes. */
    @Actor
    public void write() {
      evidence.set(404);
      evidence.commit(404);
      evidence.wrote(7);
    }

    /** Reads. */
    @Actor
    public void read(IZJ_Result result) {
      EvidenceStress.read(evidence, result);
    }
  }

  /** Another thread reads while a decided answer with a body takes the place of another. */
  @JCStressTest
  @Outcome(id = "200, false, 7", expect = ACCEPTABLE, desc = "The first answer.")
  @Outcome(id = "500, false, 0", expect = ACCEPTABLE, desc = "The error drops its body at once.")
  @Outcome(id = "500, false, 9", expect = ACCEPTABLE, desc = "And the error page's.")
  @State
  public static class ReadAgainstDecide {
    private final ResponseEvidence evidence = new ResponseEvidence();

    /** Writes a first body. */
    public ReadAgainstDecide() {
      evidence.wrote(7);
    }

    /** Decides. */
    @Actor
    public void decide() {
      evidence.decide(500);
      evidence.wrote(9);
    }

    /** Reads. */
    @Actor
    public void read(IZJ_Result result) {
      EvidenceStress.read(evidence, result);
    }
  }

  /** A status is set while the container commits another. */
  @JCStressTest
  @Outcome(id = "201, true, 7", expect = ACCEPTABLE, desc = "What was committed stays.")
  @State
  public static class SetAgainstCommit {
    private final ResponseEvidence evidence = new ResponseEvidence();

    /** Sets. */
    @Actor
    public void set() {
      evidence.set(500);
      evidence.wrote(3);
    }

    /** Commits. */
    @Actor
    public void commit() {
      evidence.commit(201);
      evidence.wrote(4);
    }

    /** Reads. */
    @Arbiter
    public void read(IZJ_Result result) {
      EvidenceStress.read(evidence, result);
    }
  }

  /** sendError on one thread, the commit seen on another, the end on neither. */
  @JCStressTest
  @Outcome(id = "201, true, 5", expect = ACCEPTABLE, desc = "The commit was first.")
  @Outcome(id = "201, true, 0", expect = ACCEPTABLE, desc = "The error dropped the body before it.")
  @State
  public static class DecideAgainstCommit {
    private final ResponseEvidence evidence = new ResponseEvidence();

    /** Writes a first body. */
    public DecideAgainstCommit() {
      evidence.wrote(5);
    }

    /** Decides. */
    @Actor
    public void decide() {
      evidence.decide(500);
    }

    /** Commits. */
    @Actor
    public void commit() {
      evidence.commit(201);
    }

    /** Reads. */
    @Arbiter
    public void read(IZJ_Result result) {
      EvidenceStress.read(evidence, result);
    }
  }

  /** Two threads come to the first write at once. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "One announces it.")
  @State
  public static class AnnounceTwice {
    private final ResponseEvidence evidence = new ResponseEvidence();

    /** Announces. */
    @Actor
    public void one(ZZ_Result result) {
      result.r1 = evidence.announceCommit();
    }

    /** Announces, too. */
    @Actor
    public void other(ZZ_Result result) {
      result.r2 = evidence.announceCommit();
    }
  }

  /** The end comes while bytes are written. */
  @JCStressTest
  @Outcome(id = "200, false, 7", expect = ACCEPTABLE, desc = "Closed, and nothing is lost.")
  @State
  public static class CloseAgainstWrite {
    private final ResponseEvidence evidence = new ResponseEvidence();

    /** Ends. */
    @Actor
    public void close() {
      evidence.close();
    }

    /** Writes. */
    @Actor
    public void write() {
      evidence.wrote(7);
    }

    /** Reads. */
    @Arbiter
    public void read(IZJ_Result result) {
      EvidenceStress.read(evidence, result);
      result.r1 = evidence.isClosed() ? result.r1 : -1;
    }
  }
}
