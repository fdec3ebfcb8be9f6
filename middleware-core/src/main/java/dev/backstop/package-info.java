/**
 * What an application types: {@link dev.backstop.Backstop} is built and installed, {@link
 * dev.backstop.Exchange} is one request and its response, {@link dev.backstop.Middleware} watches
 * every exchange through a {@link dev.backstop.Watch}, in its {@link dev.backstop.Stage}.
 *
 * <p>The packages below, top to bottom, imports pointing down only: {@code observe}, this one,
 * {@code jetty}, {@code pitfall}, {@code completion}, {@code status}, {@code cancellation}, {@code
 * cleanup}, {@code problem}, {@code outcome}.
 */
@NullMarked
package dev.backstop;

import org.jspecify.annotations.NullMarked;
