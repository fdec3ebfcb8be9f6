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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-808.md: a statement is closed after its connection. */
class Bs808Test {
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
    Statement statement = connection.createStatement();
    try {
      ResultSet rows = statement.executeQuery("select count(*) from orders");
      rows.next();
      response.getWriter().print(rows.getInt(1));
    } finally {
      connection.close();
      statement.close(); // the session may be another's by now
    }
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response)
      throws SQLException, IOException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    try (Statement statement = transaction.connection().createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from orders")) {
      rows.next();
      response.getWriter().print(rows.getInt(1));
    }
  }

  // end::right[]

  @Test
  void plain_statementIsOpenInThePool(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/plain");

    exchanges.of(response);
    assertThat(response.asString()).isEqualTo("0");
    assertThat(pool.openAtReturn()).containsExactly(1L);
  }

  @Test
  @ExpectPitfall(PitfallKind.STATEMENT_CLOSED_LATE)
  void wrong_isClosedBeforeAndReported(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    exchanges.of(response);
    assertThat(response.asString()).isEqualTo("0");
    assertThat(pool.openAtReturn()).containsExactly(0L);
  }

  @Test
  void right_isClosedBefore(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/right");

    exchanges.of(response);
    assertThat(response.asString()).isEqualTo("0");
    assertThat(pool.openAtReturn()).containsExactly(0L);
  }
}
