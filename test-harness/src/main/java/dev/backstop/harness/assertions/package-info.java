/** Assertions, in the style of AssertJ, on what became of an exchange and its cleanups. */
@NullMarked
package dev.backstop.harness.assertions;

import org.jspecify.annotations.NullMarked;
