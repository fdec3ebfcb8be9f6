/** The races of the library, each held by jcstress. */
@NullMarked
package dev.backstop.stress;

import org.jspecify.annotations.NullMarked;
