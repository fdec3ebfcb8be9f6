/**
 * Tomcat's own end-of-request signal: a valve that {@link dev.backstop.tomcat.TomcatSource} puts
 * into a starting context. Tomcat 10.1 and 11 alike.
 */
@NullMarked
package dev.backstop.tomcat;

import org.jspecify.annotations.NullMarked;
