/**
 * How does an application of Javalin 7 have all this? By one plugin, {@link
 * dev.backstop.javalin.BackstopPlugin}, which opens the exchange of each request, finds its route,
 * and records the errors that Javalin turns into answers; handlers reach their cleanups by {@link
 * dev.backstop.javalin.BackstopPlugin.Cleanups}.
 *
 * <p>The Kotlin extensions in the same package are the same verbs for Kotlin. What an exchange, a
 * cleanup or an outcome is stands in {@link dev.backstop}, {@link dev.backstop.cleanup} and {@link
 * dev.backstop.outcome}.
 */
@NullMarked
package dev.backstop.javalin;

import org.jspecify.annotations.NullMarked;
