/**
 * Undertow's own end-of-request signal: {@link dev.backstop.undertow.UndertowSource} listens for
 * requests that enter a context and for the completion of each exchange.
 */
@NullMarked
package dev.backstop.undertow;

import org.jspecify.annotations.NullMarked;
