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

/** docs/pitfalls/BS-805.md: a rollback fails. */
class Bs805Test {
  @AutoClose private final OrdersDatabase database = new OrdersDatabase();
  private final DataSource dataSource = database.pool();
  private boolean sessionEnds = true;

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
      pay(connection); // takes too long for the database, and the card is refused
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback(); // throws, and e is lost
      throw e;
    }
    response.setStatus(201);
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    pay(transaction.connection()); // its error is the error; the end rolls back
    transaction.commit();
    response.setStatus(201);
  }

  // end::right[]

  /** Fails, after the database has ended the session of the order, as for one that is idle. */
  private void pay(Connection connection) throws SQLException {
    if (sessionEnds) {
      database.endSession(connection);
    }
    throw new IllegalStateException("card refused");
  }

  @Test
  void plain_errorOfTheRollbackIsRecorded(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/plain");

    assertThat(exchanges.of(response).outcome()).hasStatus(500).hasError(SQLException.class);
    assertThat(exchanges.of(response).outcome().error())
        .hasMessageStartingWith("Database is already closed");
    assertThat(response.statusCode()).isEqualTo(500);
  }

  @Test
  @ExpectPitfall(PitfallKind.ROLLBACK_FAILED)
  @ExpectPitfall(PitfallKind.CLEANUP_FAILED)
  void wrong_isReportedAndTheErrorStays(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome().error()).hasMessage("card refused");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  @ExpectPitfall(PitfallKind.ROLLBACK_FAILED)
  @ExpectPitfall(PitfallKind.CLEANUP_FAILED)
  void right_sessionHasEnded_errorStays(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome().error()).hasMessage("card refused");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_rollsBack(RequestSpecification request, Exchanges exchanges) throws Exception {
    sessionEnds = false;
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome().error()).hasMessage("card refused");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).isEmpty();
  }
}
