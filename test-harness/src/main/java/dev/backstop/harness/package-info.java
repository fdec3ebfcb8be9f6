/** A JUnit extension, and the public conformance kit. */
@NullMarked
package dev.backstop.harness;

import org.jspecify.annotations.NullMarked;
