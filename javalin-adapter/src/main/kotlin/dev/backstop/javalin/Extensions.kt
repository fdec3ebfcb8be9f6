/*
 * `ctx.with(BackstopPlugin::class.java)`, said shorter. Each of these throws IllegalStateException where Backstop is not installed or the
 * request has ended, and is as thread-safe as the registry behind it.
 */
@file:JvmName("BackstopExtensions")

package dev.backstop.javalin

import dev.backstop.Exchange
import dev.backstop.cleanup.Held
import dev.backstop.cleanup.Registration
import dev.backstop.outcome.Outcome
import io.javalin.http.Context

/** The exchange of this request. Keep it where it is needed after the end: then it cannot be asked for any more. */
val Context.exchange: Exchange
    get() = with(BackstopPlugin::class.java).exchange()

/**
 * Closes this at the end of the request, once, after whatever was registered later; and returns it. What `close` throws stands in the
 * cleanup report and stops nothing.
 *
 * @param name what reports, spans and log lines call this cleanup; of low cardinality. By default the simple name of the class, or
 *   `AutoCloseable` where it has none
 */
fun <T : AutoCloseable> T.closeWith(ctx: Context, name: String = nameOf(this)): T =
    closeWith(ctx, name) { it.close() }

/**
 * Gives this to [release] at the end of the request, once, after whatever was registered later; and returns it. What [release] throws
 * stands in the cleanup report and stops nothing.
 *
 * @param name what reports, spans and log lines call this cleanup; of low cardinality
 */
fun <T : Any> T.closeWith(ctx: Context, name: String, release: (T) -> Unit): T =
    ctx.with(BackstopPlugin::class.java).register(name, this, release)

/**
 * Holds this until the end of the request, or until [Held.runNow] closes it before, or [Held.dismiss] takes the registration back.
 *
 * @param name what reports, spans and log lines call this cleanup; of low cardinality. By default as for [closeWith]
 */
fun <T : AutoCloseable> T.holdWith(ctx: Context, name: String = nameOf(this)): Held<T> =
    holdWith(ctx, name) { it.close() }

/**
 * Holds this until the end of the request, or until [Held.runNow] gives it to [release] before, or [Held.dismiss] takes the registration
 * back.
 *
 * @param name what reports, spans and log lines call this cleanup; of low cardinality
 */
fun <T : Any> T.holdWith(ctx: Context, name: String, release: (T) -> Unit): Held<T> =
    ctx.with(BackstopPlugin::class.java).hold(name, this, release)

/**
 * Runs an action at the end of the request, once, with its outcome, which it cannot change. What it throws stands in the cleanup report
 * and stops nothing.
 *
 * @param name what reports, spans and log lines call this cleanup; of low cardinality
 */
fun Context.onEnd(name: String, action: (Outcome) -> Unit): Registration =
    with(BackstopPlugin::class.java).register(name, action)

/** An anonymous class has no simple name, and a lambda's is another in every run. */
private fun nameOf(resource: AutoCloseable): String {
    val type = resource.javaClass
    return if (type.isAnonymousClass || type.isHidden || type.isSynthetic) "AutoCloseable" else type.simpleName
}
