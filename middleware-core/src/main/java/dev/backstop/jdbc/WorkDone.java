package dev.backstop.jdbc;

/**
 * What has been done since the last commit or rollback.
 *
 * <p>Thread-safe: the end may come on another thread than the work.
 */
final class WorkDone {
  private volatile boolean any;
  private volatile boolean writes;
  private volatile boolean failed;

  /** A statement is about to run. */
  void add(boolean mayWrite) {
    any = true;
    if (mayWrite) {
      writes = true;
    }
  }

  /** A statement has failed. */
  void failed() {
    failed = true;
  }

  /** A commit or a rollback has dealt with all of it. */
  void settled() {
    any = false;
    writes = false;
    failed = false;
  }

  boolean isAny() {
    return any;
  }

  boolean hasWrites() {
    return writes;
  }

  boolean hasFailed() {
    return failed;
  }
}
