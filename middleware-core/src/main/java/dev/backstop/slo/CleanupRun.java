package dev.backstop.slo;

/** One run of one cleanup, from when it begins. */
record CleanupRun(String name, long startNanos) {}
