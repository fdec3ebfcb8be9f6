package dev.backstop.javalin

import dev.backstop.Backstop
import dev.backstop.Exchange
import dev.backstop.cleanup.CleanupReport
import dev.backstop.cleanup.Held
import dev.backstop.cleanup.Registration
import dev.backstop.harness.RawHttpClient
import dev.backstop.outcome.Ending
import dev.backstop.outcome.Outcome
import io.javalin.Javalin
import io.javalin.http.Context
import java.io.Closeable
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The extensions, in handlers of a started Javalin. */
class ExtensionsTest {
    private class Pooled(private val log: MutableList<String>, private val label: String) : Closeable {
        override fun close() {
            log += "closed $label"
        }
    }

    private data class End(val outcome: Outcome, val report: CleanupReport)

    private val log = CopyOnWriteArrayList<String>()
    private val ends = LinkedBlockingQueue<End>()
    private var app: Javalin? = null

    private fun serve(handler: (Context) -> Unit): End {
        val backstop = Backstop.builder()
            .onOutcome { outcome, report -> ends += End(outcome, report) }
            .build()
        val started = Javalin.create { config ->
            config.startup.showJavalinBanner = false
            config.registerPlugin(BackstopPlugin { it.backstop = backstop })
            config.routes.get("/k/{id}", handler)
            config.routes.exception(IllegalStateException::class.java) { _, ctx -> ctx.status(409) }
        }.start("127.0.0.1", 0)
        app = started
        RawHttpClient.connect(started.port()).use { client ->
            status = client.send("GET /k/1 HTTP/1.1\r\nHost: test\r\n\r\n").read("GET").status()
        }
        return checkNotNull(ends.poll(20, TimeUnit.SECONDS)) { "the exchange did not end" }
    }

    private var status = 0

    @AfterEach
    fun stop() {
        app?.stop()
    }

    private fun names(end: End) = end.report.cleanups().map { it.name() }

    @Test
    fun closeWith_autoCloseable_returnsItAndClosesItAtTheEnd() {
        val pooled = Pooled(log, "a")
        lateinit var returned: Pooled

        val end = serve { ctx ->
            returned = pooled.closeWith(ctx)
            log += "handled"
        }

        assertThat(returned).isSameAs(pooled)
        assertThat(log).containsExactly("handled", "closed a")
        assertThat(names(end)).containsExactly("Pooled")
    }

    @Test
    fun closeWith_name_isTheNameInTheReport() {
        val end = serve { ctx -> Pooled(log, "a").closeWith(ctx, "db.connection") }

        assertThat(names(end)).containsExactly("db.connection")
    }

    @Test
    fun closeWith_anonymousClass_isCalledByItsNamedSupertype() {
        val end = serve { ctx ->
            object : Closeable {
                override fun close() {
                    log += "closed"
                }
            }.closeWith(ctx)
            AutoCloseable { log += "closed" }.closeWith(ctx)
        }

        assertThat(log).containsExactly("closed", "closed")
        assertThat(names(end)).containsExactly("AutoCloseable", "AutoCloseable")
        assertThat(status).isEqualTo(200)
    }

    @Test
    fun closeWith_release_isGivenTheResource() {
        val end = serve { ctx ->
            assertThat("lease 7".closeWith(ctx, "lease") { log += "released $it" }).isEqualTo("lease 7")
        }

        assertThat(log).containsExactly("released lease 7")
        assertThat(names(end)).containsExactly("lease")
    }

    @Test
    fun closeWith_several_runLastFirst() {
        serve { ctx ->
            Pooled(log, "a").closeWith(ctx)
            Pooled(log, "b").closeWith(ctx)
            ctx.onEnd("c") { log += "ended" }
        }

        assertThat(log).containsExactly("ended", "closed b", "closed a")
    }

    @Test
    fun closeWith_future_closesAfterTheAnswer() {
        val asked = CountDownLatch(1)

        serve { ctx ->
            Pooled(log, "a").closeWith(ctx)
            ctx.future {
                CompletableFuture.runAsync {
                    asked.await(20, TimeUnit.SECONDS)
                    log += "answered"
                }
            }
            asked.countDown()
        }

        assertThat(log).containsExactly("answered", "closed a")
    }

    @Test
    fun holdWith_releasedByHand_isNotReleasedAgain() {
        val end = serve { ctx ->
            val held: Held<String> = "lock".holdWith(ctx, "lock") { log += "released $it" }
            assertThat(held.get()).isEqualTo("lock")
            assertThat(held.runNow()).isTrue()
            log += "handled"
        }

        assertThat(log).containsExactly("released lock", "handled")
        assertThat(names(end)).doesNotContain("lock")
    }

    @Test
    fun holdWith_leftAlone_isReleasedAtTheEnd() {
        serve { ctx ->
            "lock".holdWith(ctx, "lock") { log += "released $it" }
            log += "handled"
        }

        assertThat(log).containsExactly("handled", "released lock")
    }

    @Test
    fun holdWith_autoCloseable_closesAtTheEnd() {
        val end = serve { ctx -> assertThat(Pooled(log, "a").holdWith(ctx).get()).isNotNull() }

        assertThat(log).containsExactly("closed a")
        assertThat(names(end)).containsExactly("Pooled")
    }

    @Test
    fun onEnd_mappedException_isGivenStatusRouteAndError() {
        lateinit var seen: Outcome

        val end = serve { ctx ->
            ctx.onEnd("audit") { seen = it }
            throw IllegalStateException("sold out")
        }

        assertThat(status).isEqualTo(409)
        assertThat(seen).isSameAs(end.outcome)
        assertThat(seen.status()).isEqualTo(409)
        assertThat(seen.route()).isEqualTo("/k/{id}")
        assertThat(seen.ending()).isEqualTo(Ending.COMPLETED)
        assertThat(seen.error()).hasMessage("sold out")
    }

    @Test
    fun onEnd_dismissed_doesNotRun() {
        val end = serve { ctx ->
            val audit: Registration = ctx.onEnd("audit") { log += "audited" }
            assertThat(audit.dismiss()).isTrue()
        }

        assertThat(log).isEmpty()
        assertThat(names(end)).isEmpty()
    }

    @Test
    fun onEnd_throws_stopsNothingAndIsReported() {
        val end = serve { ctx ->
            Pooled(log, "a").closeWith(ctx)
            ctx.onEnd("audit") { error("no audit today") }
        }

        assertThat(status).isEqualTo(200)
        assertThat(log).containsExactly("closed a")
        assertThat(end.report.failures().map { it.name() }).containsExactly("audit")
    }

    @Test
    fun exchange_inHandler_isTheOneThatEnds() {
        lateinit var exchange: Exchange

        val end = serve { ctx -> exchange = ctx.exchange }

        assertThat(exchange.path()).isEqualTo("/k/1")
        assertThat(exchange.outcome()).isSameAs(end.outcome)
    }
}
