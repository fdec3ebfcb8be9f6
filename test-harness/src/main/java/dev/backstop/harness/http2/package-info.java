/**
 * Do the guarantees hold over HTTP/2? {@link dev.backstop.harness.http2.Http2Contract} holds them
 * against what a client saw frame by frame; extend it for a container of your own, and name by
 * {@link dev.backstop.harness.http2.Http2Fact} what that does differently.
 *
 * <p>The client is an {@link dev.backstop.harness.http2.Http2Connection} with its {@link
 * dev.backstop.harness.http2.Http2Stream}s, each of which ends in an {@link
 * dev.backstop.harness.http2.Http2Answer}. They need {@code jetty-http2-client} on the class path.
 */
@NullMarked
package dev.backstop.harness.http2;

import org.jspecify.annotations.NullMarked;
