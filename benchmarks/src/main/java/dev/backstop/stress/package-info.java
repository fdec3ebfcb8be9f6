/**
 * The races of the library, each held by jcstress: what is not listed as an outcome is forbidden.
 *
 * <p>{@link dev.backstop.stress.RegistryStress} and {@link dev.backstop.stress.EndingGateStress}
 * run in every build, with {@code dev.backstop.DispatchExitStress}; {@link
 * dev.backstop.stress.HandleStress}, {@link dev.backstop.stress.LimitStress} and {@code
 * dev.backstop.status.EvidenceStress} with the profile {@code long}.
 */
@NullMarked
package dev.backstop.stress;

import org.jspecify.annotations.NullMarked;
