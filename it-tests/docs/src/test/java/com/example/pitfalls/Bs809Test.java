package com.example.pitfalls;

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

/** docs/pitfalls/BS-809.md: autoCommit is restored over uncommitted work. */
class Bs809Test {
  @AutoClose private final OrdersDatabase database = new OrdersDatabase();
  private final DataSource dataSource = database.pool();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/plain", database.plain(this::wrong))
          .servlet("/wrong", database.deferred(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletResponse response) throws SQLException {
    connection.setAutoCommit(false);
    try {
      OrdersDatabase.insert(connection, "42");
      takeFromStock("42"); // throws
      connection.commit();
      response.setStatus(201);
    } finally {
      connection.setAutoCommit(true); // commits the first half
    }
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    takeFromStock("42"); // throws: the end rolls back, then restores
    transaction.commit();
    response.setStatus(201);
  }

  // end::right[]

  private static void takeFromStock(String order) {
    throw new IllegalStateException("out of stock: " + order);
  }

  @Test
  void plain_halfIsCommittedBehindAnError(RequestSpecification request) throws Exception {
    assertThat(request.get("/plain").statusCode()).isEqualTo(500);
    assertThat(database.orders()).containsExactly("42");
  }

  @Test
  @ExpectPitfall(PitfallKind.AUTO_COMMIT_EARLY)
  void wrong_isReportedAndNothingIsCommitted(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome().error()).hasMessage("out of stock: 42");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_nothingIsCommittedAndThePoolHasItsMode(
      RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome().error()).hasMessage("out of stock: 42");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).isEmpty();
    try (Connection next = dataSource.getConnection()) {
      assertThat(next.getAutoCommit()).isTrue();
    }
  }
}
