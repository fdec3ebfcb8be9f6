/**
 * Did a server do what it recorded? Here is what a test needs to ask that: {@link
 * dev.backstop.harness.RawHttpClient} reads what a server really sent, a {@link
 * dev.backstop.harness.RawResponse}; a {@link dev.backstop.harness.Recorder} keeps what a Backstop
 * says of the same exchange, a {@link dev.backstop.harness.Recording}.
 *
 * <p>For a test of your own application read {@link dev.backstop.harness.junit}, and {@link
 * dev.backstop.harness.assertions} for what it asserts. The other packages are the conformance kit,
 * for whoever brings a container or an instrument, by a {@link dev.backstop.harness.ServerStarter}
 * or by what {@link dev.backstop.harness.contract} asks for:
 *
 * <ul>
 *   <li>{@link dev.backstop.harness.contract}: every situation of an exchange
 *   <li>{@link dev.backstop.harness.http2}: the same guarantees over HTTP/2
 *   <li>{@link dev.backstop.harness.cancellation}: what a container tells of a client that has gone
 *   <li>{@link dev.backstop.harness.stress}: many clients at once
 * </ul>
 */
@NullMarked
package dev.backstop.harness;

import org.jspecify.annotations.NullMarked;
