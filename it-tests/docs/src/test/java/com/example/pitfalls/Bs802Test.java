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
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-802.md: a transaction is committed twice. */
class Bs802Test {
  private final FailingCommit driver = new FailingCommit();
  @AutoClose private final OrdersDatabase database = new OrdersDatabase(driver::around);
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
    OrdersDatabase.insert(connection, "42");
    try {
      connection.commit(); // a deferred constraint refuses
    } catch (SQLException e) {
      connection.commit(); // once more: nothing is left to refuse
    }
    response.setStatus(201);
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response)
      throws SQLException, IOException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    try {
      transaction.commit();
      response.setStatus(201);
    } catch (SQLException e) {
      response.sendError(409);
    }
  }

  // end::right[]

  @Test
  void plain_databaseRefuses_successWithoutARow(RequestSpecification request) throws Exception {
    driver.next(FailingCommit.How.REFUSED);

    assertThat(request.get("/plain").statusCode()).isEqualTo(201);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  @ExpectPitfall(PitfallKind.COMMIT_TWICE)
  void wrong_databaseRefuses_secondIsRefusedToo(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    driver.next(FailingCommit.How.REFUSED);
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(500).hasError(SQLException.class);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_databaseRefuses_clientIsTold(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    driver.next(FailingCommit.How.REFUSED);
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(409).hasError(SQLException.class);
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_databaseCommits_rowIsThere(RequestSpecification request) throws Exception {
    assertThat(request.get("/right").statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42");
  }
}
