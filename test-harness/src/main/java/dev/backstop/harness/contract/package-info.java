/**
 * The contract of an exchange, as situations that are data: what the application does, what the
 * client does, and what is to be expected. The oracle is what a raw socket read.
 *
 * <p>A container joins by a {@link dev.backstop.harness.contract.ContainerUnderTest} and a test
 * class that extends {@link dev.backstop.harness.contract.ExchangeContract}. Each situation runs
 * against two servers, one with and one without the {@link
 * dev.backstop.harness.contract.Instrument} under test; a {@link
 * dev.backstop.harness.contract.Verdict} tells what was wrong.
 */
@NullMarked
package dev.backstop.harness.contract;

import org.jspecify.annotations.NullMarked;
