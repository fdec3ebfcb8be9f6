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

/** docs/pitfalls/BS-804.md: a commit is forgotten. */
class Bs804Test {
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
    OrdersDatabase.insert(connection, "42");
    response.setStatus(201); // and no commit
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    transaction.commit();
    response.setStatus(201);
  }

  // end::right[]

  @Test
  void plain_orderIsLostBehindASuccess(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/plain");

    exchanges.of(response);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(log.lines()).containsExactly("GET /plain 201");
    assertThat(database.orders()).isEmpty();
  }

  @Test
  @ExpectPitfall(PitfallKind.COMMIT_FORGOTTEN)
  void wrong_isReported(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).isEmpty();
  }

  @Test
  void right_orderIsThere(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(201);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42");
  }
}
