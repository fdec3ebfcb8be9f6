package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-803.md: a transaction is used after its end. */
class Bs803Test {
  @AutoClose private final OrdersDatabase database = new OrdersDatabase();
  @AutoClose private final LendingPool pool = new LendingPool(database);
  private final DataSource dataSource = pool.dataSource();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>(); // run by the test, late
  private final Executor executor = tasks::add;

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/plain", OrdersDatabase.plain(dataSource, this::wrong))
          .servlet("/other", OrdersDatabase.plain(dataSource, this::other))
          .servlet("/wrong", OrdersDatabase.deferred(dataSource, this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(Connection connection, HttpServletResponse response) throws SQLException {
    OrdersDatabase.insert(connection, "42");
    connection.commit();
    executor.execute(() -> audit(connection)); // perhaps after the end
    response.setStatus(201);
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws SQLException {
    DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
    OrdersDatabase.insert(transaction.connection(), "42");
    transaction.commit();
    executor.execute(this::auditByItself);
    response.setStatus(201);
  }

  void auditByItself() {
    try (Connection own = dataSource.getConnection()) {
      audit(own);
      own.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  // end::right[]

  private static void audit(Connection connection) {
    try {
      OrdersDatabase.insert(connection, "audit: 42");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void other(Connection connection, HttpServletResponse response) throws SQLException {
    OrdersDatabase.insert(connection, "43");
    connection.commit();
  }

  @Test
  void plain_late_isCommittedByAnother(RequestSpecification request) throws Exception {
    assertThat(request.get("/plain").statusCode()).isEqualTo(201);
    tasks.remove().run(); // and no error
    assertThat(database.orders()).containsExactly("42");

    request.get("/other");
    assertThat(database.orders()).containsExactly("42", "43", "audit: 42");
  }

  @Test
  @ExpectPitfall(PitfallKind.TRANSACTION_AFTER_END)
  void wrong_late_isRefused(RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/wrong");
    exchanges.of(response);

    assertThatThrownBy(tasks.remove()::run)
        .cause()
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("after the end of the transaction")
        .extracting(refused -> ((SQLException) refused).getSQLState())
        .isEqualTo("08003");
    assertThat(response.statusCode()).isEqualTo(201);
    request.get("/other");
    assertThat(database.orders()).containsExactly("42", "43");
  }

  @Test
  void right_late_commitsItsOwn(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/right");
    exchanges.of(response);
    tasks.remove().run();

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(database.orders()).containsExactly("42", "audit: 42");
  }
}
