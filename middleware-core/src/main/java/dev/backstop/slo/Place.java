package dev.backstop.slo;

import org.jspecify.annotations.Nullable;

/**
 * Where a thread stands: in which exchange, and in which cleanup of it. The thread's alone.
 *
 * @param run null outside of a single cleanup
 * @param outer what the thread goes back to
 */
record Place(SloWatch watch, @Nullable CleanupRun run, @Nullable Place outer) {}
