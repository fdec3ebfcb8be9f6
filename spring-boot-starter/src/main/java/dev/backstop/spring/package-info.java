/**
 * Backstop in a Spring Boot application.
 *
 * <p>{@link dev.backstop.spring.BackstopAutoConfiguration} makes a {@link dev.backstop.Backstop}
 * from the application's beans and the properties {@code backstop.*}, and installs it. {@link
 * dev.backstop.spring.BackstopCustomizer} has the last word about how it is built.
 */
@NullMarked
package dev.backstop.spring;

import org.jspecify.annotations.NullMarked;
