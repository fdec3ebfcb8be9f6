package dev.backstop.example.javalin;

import dev.backstop.Backstop;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.javalin.BackstopPlugin;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.sse.SseClient;
import io.javalin.json.JavalinJackson3;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The orders in Java. */
public final class JavaOrders {
  private final Equipment equipment;

  private JavaOrders(Equipment equipment) {
    this.equipment = equipment;
  }

  /** Returns the application, which is not started yet. */
  static Javalin create(Equipment equipment, Backstop backstop) {
    JavaOrders orders = new JavaOrders(equipment);
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          config.jsonMapper(new JavalinJackson3());
          config.registerPlugin(new BackstopPlugin(c -> c.backstop = backstop));

          config.routes.get("/orders/{id}", orders::order);
          config.routes.post("/orders/{id}/shipment", orders::ship);
          config.routes.get("/pieces", orders::pieces);
          config.routes.sse("/changes", orders::changes);
          config.routes.ws("/echo", ws -> ws.onMessage(message -> message.send(message.message())));
          config.routes.get("/metrics", ctx -> ctx.result(equipment.scrape()));
          config.routes.exception(
              OutOfStockException.class,
              (e, ctx) -> ctx.status(HttpStatus.CONFLICT).result(e.getMessage()));
        });
  }

  /** One order. The connection goes back to the pool when the client has the answer. */
  private void order(Context ctx) throws SQLException {
    Connection connection =
        ctx.with(BackstopPlugin.class)
            .register("db.connection", equipment.connection(), Connection::close);
    Order order = Orders.find(connection, ctx.pathParamAsClass("id", Long.class).get());
    if (order == null) {
      throw new NotFoundResponse("no such order");
    }
    ctx.json(order);
  }

  /** Never succeeds: the audit sees 409, and the error behind it. */
  private void ship(Context ctx) {
    ctx.with(BackstopPlugin.class)
        .register("audit", outcome -> equipment.audit("shipment", outcome));
    throw new OutOfStockException("lamp");
  }

  /** An answer that comes later; the connection is held until then. */
  private void pieces(Context ctx) throws SQLException {
    CleanupRegistry cleanups = ctx.with(BackstopPlugin.class).registry();
    Connection connection =
        cleanups.register("db.connection", equipment.connection(), Connection::close);
    ctx.future(
        () ->
            CompletableFuture.supplyAsync(
                    () -> {
                      try {
                        return Orders.pieces(connection);
                      } catch (SQLException e) {
                        throw new IllegalStateException("the orders cannot be counted", e);
                      }
                    })
                .thenAccept(pieces -> ctx.json(Map.of("pieces", pieces))));
  }

  /** Three events, and then the end: one exchange. */
  private void changes(SseClient client) {
    client
        .ctx()
        .with(BackstopPlugin.class)
        .register("audit", outcome -> equipment.audit("changes", outcome));
    for (int i = 1; i <= 3; i++) {
      client.sendEvent("change", "order " + i);
    }
    client.close();
  }

  /** Starts the orders and serves until Ctrl-C; {@code -Dport=} sets the port. */
  public static void main(String[] arguments) throws InterruptedException {
    Equipment equipment = Equipment.open();
    Javalin app = create(equipment, equipment.backstop().build());
    equipment.serve(app);
    app.jettyServer().server().join();
  }
}
