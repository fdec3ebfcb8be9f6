/**
 * What did an application do wrong? A {@link dev.backstop.pitfall.Pitfall} is one misuse that
 * Backstop caught, with the line of code where that is known; its {@link
 * dev.backstop.pitfall.PitfallKind} has the id, the remedy and the page about it.
 *
 * <p>Every {@link dev.backstop.pitfall.PitfallListener} is told, and decides what becomes of it;
 * {@link dev.backstop.pitfall.PitfallLevel} says how much a detector may cost. Those who detect are
 * elsewhere, each where it sees the misuse: in {@code observe}, in {@code jdbc}, in the root
 * package. This one knows {@code outcome} alone.
 */
@NullMarked
package dev.backstop.pitfall;

import org.jspecify.annotations.NullMarked;
