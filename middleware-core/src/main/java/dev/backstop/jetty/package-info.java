/**
 * When has Jetty put the last byte of an answer on the socket? {@link
 * dev.backstop.jetty.JettySource} asks Jetty itself, within a context; {@link
 * dev.backstop.jetty.BackstopHandler} does so around a whole server, for those who embed it.
 *
 * <p>It opens exchanges as Jetty begins a request and ends them by Jetty's own signal; what it
 * knows of an exchange is {@link dev.backstop.completion.OpenExchange}, so it uses {@code
 * completion} and below, and the root package uses it where Jetty is there. Jetty 12 core API, ee10
 * and ee11 alike.
 */
@NullMarked
package dev.backstop.jetty;

import org.jspecify.annotations.NullMarked;
