package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.jdbc.CommitOutcomeUnknownException;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-811.md: nobody knows whether a commit succeeded. */
class Bs811Test {
  private final FailingCommit driver = new FailingCommit();
  @AutoClose private final OrdersDatabase database = new OrdersDatabase(driver::around);
  private final DataSource dataSource = database.pool();
  private final AtomicInteger number = new AtomicInteger(41);

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/plain", database.plain(this::wrong))
          .servlet("/wrong", database.deferred(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletResponse response) throws SQLException {
    OrdersDatabase.insert(connection, newNumber());
    try {
      connection.commit();
    } catch (SQLException e) {
      insertAgain(); // with another connection: perhaps the second order
    }
    response.setStatus(201);
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response)
      throws SQLException, IOException {
    String number = request.getHeader("Idempotency-Key");
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insertIfAbsent(transaction.connection(), number);
    try {
      transaction.commit();
      response.setStatus(201);
    } catch (CommitOutcomeUnknownException e) {
      response.sendError(503); // to be repeated with the same key
    }
  }

  // end::right[]

  private String newNumber() {
    return String.valueOf(number.incrementAndGet());
  }

  private void insertAgain() throws SQLException {
    try (Connection another = dataSource.getConnection()) {
      OrdersDatabase.insert(another, newNumber());
    }
  }

  @Test
  void plain_replyIsLost_twoOrdersBehindOneSuccess(RequestSpecification request) throws Exception {
    driver.next(FailingCommit.How.REPLY_LOST);

    assertThat(request.get("/plain").statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42", "43");
  }

  @Test
  @ExpectPitfall(PitfallKind.COMMIT_UNKNOWN)
  @ExpectPitfall(PitfallKind.ERROR_SWALLOWED)
  void wrong_replyIsLost_isReported(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    driver.next(FailingCommit.How.REPLY_LOST);
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome())
        .hasStatus(201)
        .hasError(CommitOutcomeUnknownException.class);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42", "43");
  }

  @Test
  @ExpectPitfall(PitfallKind.COMMIT_UNKNOWN) // it is what happened, and no mistake of the code
  void right_replyIsLost_oneOrderAfterARepetition(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    request.header("Idempotency-Key", "42");
    driver.next(FailingCommit.How.REPLY_LOST);
    Response first = request.get("/right");
    Response second = request.get("/right");

    assertThat(exchanges.of(first).outcome())
        .hasStatus(503)
        .hasError(CommitOutcomeUnknownException.class);
    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(exchanges.of(second).outcome()).hasStatus(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42");
  }
}
