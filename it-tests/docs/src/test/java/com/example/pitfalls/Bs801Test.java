package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.EndedExchange;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-801.md: a rollback comes after the commit. */
class Bs801Test {
  @AutoClose private final OrdersDatabase database = new OrdersDatabase();
  private final DataSource dataSource = database.pool();
  private final Outbox outbox = new Outbox();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/plain", database.plain(this::wrong))
          .servlet("/wrong", database.deferred(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletResponse response) throws SQLException {
    try {
      OrdersDatabase.insert(connection, "42");
      connection.commit();
      outbox.send("42"); // throws
      response.setStatus(201);
    } finally {
      connection.rollback(); // undoes nothing
    }
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    Exchange exchange = Exchange.of(request);
    DeferredTransaction transaction = DeferredTransaction.begin(exchange, dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    transaction.commit(); // the last that may fail
    response.setStatus(201);
    exchange.cleanups().register("mail", outcome -> outbox.wake());
  }

  // end::right[]

  /** Mails, to be sent by somebody else when it is woken. */
  static class Outbox {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    void send(String order) {
      throw new IllegalStateException("no mail for " + order);
    }

    void wake() {
      calls.add("woken");
    }
  }

  @Test
  void plain_mailFails_orderIsThereBehindAnError(RequestSpecification request) throws Exception {
    assertThat(request.get("/plain").statusCode()).isEqualTo(500);
    assertThat(database.orders()).containsExactly("42");
  }

  @Test
  @ExpectPitfall(PitfallKind.ROLLBACK_AFTER_COMMIT)
  void wrong_mailFails_isReportedAndTheErrorStays(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome())
        .hasStatus(500)
        .hasError(IllegalStateException.class);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).containsExactly("42");
  }

  @Test
  void right_orderIsThereBehindASuccess(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/right");

    EndedExchange exchange = exchanges.of(response);
    assertThat(exchange.report()).ranInOrder("mail", "db.transaction");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42");
    assertThat(outbox.calls).containsExactly("woken");
  }
}
