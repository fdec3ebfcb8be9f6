/**
 * What should have become of an exchange? {@link
 * dev.backstop.harness.assertions.BackstopAssertions}, in the style of AssertJ, gives assertions on
 * an {@link dev.backstop.outcome.Outcome} and on a {@link dev.backstop.cleanup.CleanupReport}.
 *
 * <p>They need no server: the values come from {@link dev.backstop.harness.junit}, from a {@link
 * dev.backstop.harness.Recorder}, or from a listener of the application.
 */
@NullMarked
package dev.backstop.harness.assertions;

import org.jspecify.annotations.NullMarked;
