package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.EndedExchange;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.outcome.Outcome;
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

/** docs/pitfalls/BS-806.md: a commit comes after the answer. */
class Bs806Test {
  private final FailingCommit driver = new FailingCommit();
  @AutoClose private final OrdersDatabase database = new OrdersDatabase(driver::around);
  private final DataSource dataSource = database.pool();
  private final HandWrittenLog log = new HandWrittenLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .servlet("/plain", Answer.servlet(this::plain))
          .servlet("/wrong", Answer.servlet(this::deferred))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletRequest request, HttpServletResponse response)
      throws SQLException {
    OrdersDatabase.insert(connection, "42");
    response.setStatus(201);
    Exchange.of(request).cleanups().register("db.commit", outcome -> connection.commit());
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    Exchange exchange = Exchange.of(request);
    exchange.cleanups().register("audit", this::audit); // runs after the transaction has ended
    DeferredTransaction transaction = DeferredTransaction.begin(exchange, dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    transaction.commit();
    response.setStatus(201);
  }

  void audit(Outcome outcome) throws SQLException {
    try (Connection own = dataSource.getConnection()) {
      OrdersDatabase.insert(own, "audit: 42 " + outcome.status());
    }
  }

  // end::right[]

  private void plain(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    Connection connection = dataSource.getConnection();
    Exchange.of(request).cleanups().register("db.close", outcome -> connection.close());
    connection.setAutoCommit(false);
    wrong(connection, request, response);
  }

  private void deferred(HttpServletRequest request, HttpServletResponse response)
      throws SQLException {
    wrong(
        DeferredTransaction.begin(Exchange.of(request), dataSource).connection(),
        request,
        response);
  }

  @Test
  @ExpectPitfall(PitfallKind.CLEANUP_FAILED)
  void plain_databaseRefuses_orderIsLostBehindASuccess(
      RequestSpecification request, Exchanges exchanges) throws Exception {
    driver.next(FailingCommit.How.REFUSED);
    Response response = request.get("/plain");

    exchanges.of(response);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(log.lines()).containsExactly("GET /plain 201");
    assertThat(database.orders()).isEmpty();
  }

  @Test
  @ExpectPitfall(PitfallKind.COMMIT_TOO_LATE)
  @ExpectPitfall(PitfallKind.CLEANUP_FAILED)
  @ExpectPitfall(PitfallKind.COMMIT_FORGOTTEN)
  void wrong_isRefusedAndReported(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_orderIsThereAndItsAudit(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/right");

    EndedExchange exchange = exchanges.of(response);
    assertThat(exchange.report()).ranInOrder("db.transaction", "audit");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42", "audit: 42 201");
  }
}
