/**
 * Who ends what: annotations that tell the compile-time checks of Backstop, and readers, whether a
 * span, scope, observation or other thing that must be ended changes hands at a call. Nothing reads
 * them at run time.
 */
@NullMarked
package dev.backstop.ownership;

import org.jspecify.annotations.NullMarked;
