/**
 * A JUnit extension for tests of a servlet application: {@link
 * dev.backstop.harness.junit.BackstopExtension} runs it, or runs beside it, {@link
 * dev.backstop.harness.junit.Exchanges} tells how each call really ended, and a test fails on every
 * pitfall that no {@link dev.backstop.harness.junit.ExpectPitfall} wanted.
 */
@NullMarked
package dev.backstop.harness.junit;

import org.jspecify.annotations.NullMarked;
