package dev.backstop.cleanup;

import org.jspecify.annotations.Nullable;

/**
 * The door to Java Flight Recorder. While it does not record cleanups, one costs neither an object
 * nor a look at the clock; a runtime without the module {@code jdk.jfr} never records.
 */
final class CleanupEvents {
  private static final boolean PRESENT = isPresent();

  private CleanupEvents() {}

  private static boolean isPresent() {
    try {
      boolean unused = CleanupEvent.isRecorded();
      return true;
    } catch (LinkageError absent) {
      return false;
    }
  }

  /** Begins the event of a cleanup; null where nobody records it. */
  static @Nullable CleanupEvent begin() {
    return PRESENT && CleanupEvent.isRecorded() ? CleanupEvent.begun() : null;
  }

  /** Ends the event of a cleanup, where it was begun. */
  static void end(
      @Nullable CleanupEvent event,
      String name,
      @Nullable Throwable failure,
      CleanupMonitor monitor) {
    if (event != null) {
      event.ended(name, failure, monitor.traceId());
    }
  }
}
