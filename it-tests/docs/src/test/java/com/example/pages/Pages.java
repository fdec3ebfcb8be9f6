package com.example.pages;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.HandedOff;
import dev.backstop.cancellation.Cancellation;
import dev.backstop.cancellation.ChildCancellation;
import dev.backstop.cancellation.InterruptScope;
import dev.backstop.cancellation.Reaction;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Held;
import dev.backstop.cleanup.Registration;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.observe.Metrics;
import dev.backstop.problem.Problem;
import dev.backstop.slo.ServiceLevels;
import dev.backstop.slo.Slo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** The code of pages that begin with what one types: compiled, so that it stays right. */
@SuppressWarnings("try") // javac wants each resource to be used
abstract class Pages extends Shop {
  void cleanups(HttpServletRequest request, String id) throws Exception {
    // tag::cleanups[]
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    Connection connection =
        cleanups.register("db.connection", pool.getConnection(), Connection::close); // bound now
    Registration audit =
        cleanups.register("audit", outcome -> audit(outcome.status(), outcome.error()));
    audit.timeout(Duration.ofSeconds(2)); // interrupted then
    Held<Lock> lock = cleanups.hold("lock", locks.take(id), Lock::release);
    lock.runNow(); // early, and then not again; dismiss() takes it back
    // end::cleanups[]
    load(connection, id);
  }

  void asynchronous(CleanupRegistry cleanups) {
    // tag::asynchronous[]
    cleanups.registerAsync("audit.post", Duration.ofSeconds(5), outcome -> postAudit(outcome));
    // end::asynchronous[]
  }

  void handOff(Exchange exchange, CleanupRegistry cleanups) throws Exception {
    // tag::handOff[]
    Held<Connection> connection = cleanups.hold("db", pool.getConnection(), Connection::close);
    HandedOff mailing = exchange.handOff("mailing", connection);
    executor.execute(() -> mailing.run(() -> sendMails(connection.get())));
    // end::handOff[]
  }

  void cancellation(
      HttpServletRequest request, Statement statement, BlockingQueue<Order> queue, String sql)
      throws Exception {
    // tag::cancellation[]
    Exchange exchange = Exchange.of(request);
    exchange.deadline(Duration.ofSeconds(2)); // the earliest of several counts
    Cancellation cancellation = exchange.cancellation();

    try (Reaction cancel = cancellation.onCancel("query", statement::cancel);
        ResultSet rows = statement.executeQuery(sql)) { // cancelled at most once
      while (rows.next()) {
        cancellation.check(); // throws CancelledException, which names exchange and reason
      }
    } // nothing is cancelled any more
    try (InterruptScope scope = cancellation.interrupting()) { // this thread; left as it was
      Order next = queue.take();
      Future<Price> price = cancellation.cancelling(executor.submit(() -> price(next)));
      price.get();
    }
    // end::cancellation[]
  }

  void children(Exchange exchange, List<Order> orders) {
    // tag::children[]
    for (Order order : orders) {
      ChildCancellation child = exchange.cancellation().child("order " + order.id());
      executor.execute(exchange.wrap(() -> send(order, child)));
    }
    // end::children[]
  }

  Backstop errors() {
    // tag::errors[]
    Backstop backstop =
        Backstop.builder()
            .mapError(
                OutOfStock.class,
                (error, exchange) ->
                    Problem.builder(409).detail("sold out").with("item", error.item()).build())
            .mapError(TimeoutException.class, (error, exchange) -> Problem.of(504))
            .gate(exchange -> isBusy() ? Optional.of(Problem.of(503)) : Optional.empty())
            .gate(
                "/api/*",
                exchange ->
                    isKnown(exchange.request().header("Authorization"))
                        ? Optional.empty()
                        : Optional.of(
                            Problem.builder(401).header("WWW-Authenticate", "Bearer").build()))
            .errorCategory(SQLTransientException.class, "db_timeout")
            .build();
    // end::errors[]
    return backstop;
  }

  Backstop serviceLevels(DataSource hikari) {
    // tag::slo[]
    ServiceLevels levels =
        ServiceLevels.create(
            meterRegistry,
            Slo.latency("/orders/{id}", Duration.ofMillis(250), 0.99), // the last byte
            Slo.occupancy("/orders/{id}", Duration.ofMillis(400), 0.99), // and all released
            Slo.errors(Slo.EVERY_ROUTE, 0.999));
    DataSource orders = levels.dataSource("orders-pool", hikari); // knows who waits, for what

    Backstop backstop = Backstop.builder().use(Metrics.create(meterRegistry)).use(levels).build();
    // end::slo[]
    pool = orders;
    return backstop;
  }

  void transaction(HttpServletRequest request, HttpServletResponse response, Order order)
      throws Exception {
    // tag::transaction[]
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), pool);
    insert(transaction.connection(), order);
    transaction.commit();
    response.setStatus(201);
    // end::transaction[]
  }
}
