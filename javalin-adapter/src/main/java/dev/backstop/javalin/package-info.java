/**
 * Backstop for Javalin 7: one plugin, {@link dev.backstop.javalin.BackstopPlugin}, and its Kotlin
 * extensions.
 */
@NullMarked
package dev.backstop.javalin;

import org.jspecify.annotations.NullMarked;
