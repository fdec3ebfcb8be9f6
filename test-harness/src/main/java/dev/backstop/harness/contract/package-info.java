/**
 * Does an instrument tell the truth on a container? The contract of an exchange is a list of
 * situations that are data: what the application does, what the client does, and what is to be
 * expected. The oracle is what a raw socket read.
 *
 * <p>A container joins by a {@link dev.backstop.harness.contract.ContainerUnderTest} and a test
 * class that extends {@link dev.backstop.harness.contract.ExchangeContract}, which is to be read
 * first. Each situation runs against two servers, one with and one without the {@link
 * dev.backstop.harness.contract.Instrument} under test; a {@link
 * dev.backstop.harness.contract.Verdict} tells what was wrong. How containers differ stands in
 * {@link dev.backstop.harness.contract.Differences}, and nowhere else; {@link
 * dev.backstop.harness.contract.Teeth} shows that the contract finds what is wrong.
 *
 * <p>Each group of situations is a class of its own, from {@code StatusSituations} to {@code
 * SlowCleanupSituations}.
 */
@NullMarked
package dev.backstop.harness.contract;

import org.jspecify.annotations.NullMarked;
