/**
 * Is anything lost when many clients come at once, and some of them leave? {@link
 * dev.backstop.harness.stress.StressContract} holds that every exchange ends once with the status
 * that its client read, {@link dev.backstop.harness.stress.RetentionContract} that nothing of it
 * stays, and {@link dev.backstop.harness.stress.WatchdogContract} what becomes of those that do not
 * end by themselves.
 *
 * <p>A {@code Visit} says all about one request: its server side ({@code VisitKind}), its cleanups
 * ({@code Script}) and how its client leaves ({@code Leaving}). The {@code Ledger} keeps what both
 * sides saw, and a {@link dev.backstop.harness.stress.StressReport} sums it up.
 */
@NullMarked
package dev.backstop.harness.stress;

import org.jspecify.annotations.NullMarked;
