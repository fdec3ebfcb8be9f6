package dev.backstop.status;

/** The monitor of a wrapper that belongs to no exchange. */
final class NobodyListens implements ResponseMonitor {
  private final ResponseEvidence evidence = new ResponseEvidence();

  @Override
  public ResponseEvidence evidence() {
    return evidence;
  }

  @Override
  public void beforeCommit(int status) {}

  @Override
  public void writeFailed(Throwable failure) {}

  @Override
  public void statusAfterCommit(String call) {}

  @Override
  public boolean isTold() {
    return false;
  }

  @Override
  public void statusAfterSendError(String call) {}

  @Override
  public void statusOverridden(String call) {}

  @Override
  public void twoWriters(String call) {}

  @Override
  public void usedAfterEnd(String call) {}

  @Override
  public String describe() {
    return "an exchange";
  }
}
