/**
 * How does a Spring Boot application have all this? From its beans and the properties {@code
 * backstop.*} {@link dev.backstop.spring.BackstopAutoConfiguration}, to be read first, makes a
 * {@link dev.backstop.Backstop} and installs it; {@link dev.backstop.spring.BackstopCustomizer} has
 * the last word about how it is built.
 *
 * <p>Nothing else is public. It uses {@link dev.backstop}, {@link dev.backstop.observe} and what is
 * below them; what an exchange or an outcome is stands there.
 */
@NullMarked
package dev.backstop.spring;

import org.jspecify.annotations.NullMarked;
