/**
 * The guarantees over HTTP/2: {@link dev.backstop.harness.http2.Http2Contract} holds them against
 * what a frame-level client saw, {@link dev.backstop.harness.http2.Http2Connection} and its {@link
 * dev.backstop.harness.http2.Http2Stream}s. They need {@code jetty-http2-client} on the class path.
 */
@NullMarked
package dev.backstop.harness.http2;

import org.jspecify.annotations.NullMarked;
