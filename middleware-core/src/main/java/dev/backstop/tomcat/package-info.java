/**
 * When is Tomcat done with a request? It tells the access log then, and a valve that {@link
 * dev.backstop.tomcat.TomcatSource} puts into a starting context is told as an access log is.
 *
 * <p>It uses {@code completion} and below, and the root package uses it where Tomcat is there.
 * Tomcat 10.1 and 11 alike.
 */
@NullMarked
package dev.backstop.tomcat;

import org.jspecify.annotations.NullMarked;
