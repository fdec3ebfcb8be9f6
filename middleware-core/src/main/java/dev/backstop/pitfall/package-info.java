/**
 * Misuse that Backstop caught: a {@link dev.backstop.pitfall.Pitfall} of a {@link
 * dev.backstop.pitfall.PitfallKind}, told to {@link dev.backstop.pitfall.PitfallListener}s.
 */
@NullMarked
package dev.backstop.pitfall;

import org.jspecify.annotations.NullMarked;
