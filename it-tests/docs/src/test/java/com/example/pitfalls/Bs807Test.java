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
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-807.md: a statement is left open. */
class Bs807Test {
  @AutoClose private final OrdersDatabase database = new OrdersDatabase();
  @AutoClose private final LendingPool pool = new LendingPool(database);
  private final DataSource dataSource = pool.dataSource();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/plain", OrdersDatabase.plain(dataSource, this::wrong))
          .servlet("/wrong", OrdersDatabase.deferred(dataSource, this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletResponse response) throws SQLException, IOException {
    PreparedStatement query = connection.prepareStatement("select id from orders");
    ResultSet rows = query.executeQuery();
    while (rows.next()) {
      response.getWriter().println(Integer.parseInt(rows.getString(1))); // may throw
    }
    rows.close();
    query.close();
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response)
      throws SQLException, IOException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    try (PreparedStatement query =
            transaction.connection().prepareStatement("select id from orders");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        response.getWriter().println(Integer.parseInt(rows.getString(1)));
      }
    }
  }

  // end::right[]

  @BeforeEach
  void insertAnOrderOfAnotherForm() throws SQLException {
    try (Connection session = database.session()) {
      OrdersDatabase.insert(session, "forty-two");
    }
  }

  @Test
  void plain_eachFailureLeavesAStatementInThePool(RequestSpecification request) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(request.get("/plain").statusCode()).isEqualTo(500);
    }

    assertThat(pool.openStatements()).isEqualTo(3);
  }

  @Test
  @ExpectPitfall(PitfallKind.STATEMENT_LEFT_OPEN)
  void wrong_isClosedAndReported(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome().error()).isInstanceOf(NumberFormatException.class);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(pool.openAtReturn()).containsExactly(0L);
  }

  @Test
  void right_isClosed(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome().error()).isInstanceOf(NumberFormatException.class);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(pool.openAtReturn()).containsExactly(0L);
  }
}
