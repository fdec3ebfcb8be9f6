package dev.backstop.it.spring;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;

/** How one exchange ended, as its listener was told. */
record Seen(Outcome outcome, CleanupReport report) {}
