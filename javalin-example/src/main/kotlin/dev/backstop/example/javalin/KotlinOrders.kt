@file:JvmName("KotlinOrders")

package dev.backstop.example.javalin

import dev.backstop.Backstop
import dev.backstop.javalin.BackstopPlugin
import dev.backstop.javalin.closeWith
import dev.backstop.javalin.onEnd
import io.javalin.Javalin
import io.javalin.http.Context
import io.javalin.http.HttpStatus
import io.javalin.http.NotFoundResponse
import io.javalin.http.sse.SseClient
import io.javalin.json.JavalinJackson3
import java.util.concurrent.CompletableFuture

/** The orders in Kotlin, not started yet. */
fun create(equipment: Equipment, backstop: Backstop): Javalin {
    val orders = KotlinHandlers(equipment)
    return Javalin.create { config ->
        config.startup.showJavalinBanner = false
        config.jsonMapper(JavalinJackson3())
        config.registerPlugin(BackstopPlugin { it.backstop = backstop })

        config.routes.get("/orders/{id}", orders::order)
        config.routes.post("/orders/{id}/shipment", orders::ship)
        config.routes.get("/pieces", orders::pieces)
        config.routes.sse("/changes", orders::changes)
        config.routes.ws("/echo") { ws -> ws.onMessage { it.send(it.message()) } }
        config.routes.get("/metrics") { ctx -> ctx.result(equipment.scrape()) }
        config.routes.exception(OutOfStockException::class.java) { e, ctx ->
            ctx.status(HttpStatus.CONFLICT).result(e.message!!)
        }
    }
}

private class KotlinHandlers(private val equipment: Equipment) {
    /** One order. The connection goes back to the pool when the client has the answer. */
    fun order(ctx: Context) {
        val connection = equipment.connection().closeWith(ctx, "db.connection")
        val order = Orders.find(connection, ctx.pathParamAsClass("id", Long::class.javaObjectType).get())
        ctx.json(order ?: throw NotFoundResponse("no such order"))
    }

    /** Never succeeds: the audit sees 409, and the error behind it. */
    fun ship(ctx: Context) {
        ctx.onEnd("audit") { outcome -> equipment.audit("shipment", outcome) }
        throw OutOfStockException("lamp")
    }

    /** An answer that comes later; the connection is held until then. */
    fun pieces(ctx: Context) {
        val connection = equipment.connection().closeWith(ctx, "db.connection")
        ctx.future {
            CompletableFuture.supplyAsync { Orders.pieces(connection) }
                .thenAccept { ctx.json(mapOf("pieces" to it)) }
        }
    }

    /** Three events, and then the end: one exchange. */
    fun changes(client: SseClient) {
        client.ctx().onEnd("audit") { outcome -> equipment.audit("changes", outcome) }
        for (i in 1..3) client.sendEvent("change", "order $i")
        client.close()
    }
}

/** Starts the orders and serves until Ctrl-C; `-Dport=` sets the port. */
fun main() {
    val equipment = Equipment.open()
    val app = create(equipment, equipment.backstop().build())
    equipment.serve(app)
    app.jettyServer().server().join()
}
