package dev.backstop.status;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a wrapper told. */
final class RecordingMonitor implements ResponseMonitor {
  final List<String> told = new ArrayList<>();
  Runnable onBeforeCommit = () -> {};

  private final ResponseEvidence evidence = new ResponseEvidence();

  @Override
  public ResponseEvidence evidence() {
    return evidence;
  }

  @Override
  public void beforeCommit(int status) {
    told.add("beforeCommit " + status);
    onBeforeCommit.run();
  }

  @Override
  public void writeFailed(Throwable failure) {
    told.add("writeFailed " + failure.getMessage());
  }

  @Override
  public void statusAfterCommit(String call) {
    told.add("statusAfterCommit " + call);
  }

  @Override
  public boolean isTold() {
    return true;
  }

  @Override
  public void statusAfterSendError(String call) {
    told.add("statusAfterSendError " + call);
  }

  @Override
  public void statusOverridden(String call) {
    told.add("statusOverridden " + call);
  }

  @Override
  public void twoWriters(String call) {
    told.add("twoWriters " + call);
  }

  @Override
  public void usedAfterEnd(String call) {
    told.add("usedAfterEnd " + call);
  }

  @Override
  public String describe() {
    return "GET /orders";
  }

  /** Returns what was told of anything but the moment before the commit. */
  List<String> misuse() {
    return told.stream().filter(line -> !line.startsWith("beforeCommit")).toList();
  }
}
