/**
 * When is Undertow done with an exchange? {@link dev.backstop.undertow.UndertowSource} listens for
 * requests that enter a context and for the completion of the exchange beneath each, and looks at
 * what the connection took.
 *
 * <p>It uses {@code completion} and below, and the root package uses it where Undertow is there.
 */
@NullMarked
package dev.backstop.undertow;

import org.jspecify.annotations.NullMarked;
