/**
 * Who ends what? {@link dev.backstop.ownership.Owning} and {@link dev.backstop.ownership.NotOwning}
 * tell the compile-time checks of Backstop, and readers, whether a span, scope, observation or
 * other thing that must be ended changes hands at a call.
 *
 * <p>Nothing reads them at run time, and they know nobody.
 */
@NullMarked
package dev.backstop.ownership;

import org.jspecify.annotations.NullMarked;
