package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
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
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-810.md: work is rolled back behind a success. */
class Bs810Test {
  @AutoClose private final OrdersDatabase database = new OrdersDatabase();
  private final DataSource dataSource = database.pool();
  private final HandWrittenLog log = new HandWrittenLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .servlet("/plain", database.plain(this::wrong))
          .servlet("/wrong", database.deferred(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletResponse response) throws SQLException {
    try {
      OrdersDatabase.insert(connection, "42");
      response.setStatus(201);
      if (isGift("42")) {
        return; // no commit on this path
      }
      bill(connection, "42");
      connection.commit();
    } finally {
      connection.rollback(); // "undoes nothing after a commit"
    }
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    if (!isGift("42")) {
      bill(transaction.connection(), "42");
    }
    transaction.commit(); // one place, before any answer
    response.setStatus(201);
  }

  // end::right[]

  private static boolean isGift(String order) {
    return order.equals("42");
  }

  private static void bill(Connection connection, String order) throws SQLException {
    OrdersDatabase.insert(connection, "bill for " + order);
  }

  @Test
  void plain_gift_isLostBehindASuccess(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/plain");

    exchanges.of(response);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(log.lines()).containsExactly("GET /plain 201");
    assertThat(database.orders()).isEmpty();
  }

  @Test
  @ExpectPitfall(PitfallKind.ROLLBACK_BEHIND_SUCCESS)
  void wrong_gift_isReported(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_gift_isThere(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42");
  }
}
