/** The code of {@code docs/migrating.md}, before and after, and what both record. */
@NullMarked
package dev.backstop.it.migrating;

import org.jspecify.annotations.NullMarked;
