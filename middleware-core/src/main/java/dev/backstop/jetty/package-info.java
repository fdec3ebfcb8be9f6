/**
 * Jetty's own end-of-request signal: {@link dev.backstop.jetty.JettySource} within a context, and
 * {@link dev.backstop.jetty.BackstopHandler} around a whole server. Jetty 12 core API, ee10 and
 * ee11 alike.
 */
@NullMarked
package dev.backstop.jetty;

import org.jspecify.annotations.NullMarked;
