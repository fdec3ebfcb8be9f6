package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.jdbc.DeferredTransaction;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-016.md: a rollback to a savepoint is taken for a rollback. */
class Bs016Test {
  private static final JdbcDataSource DATABASE = new JdbcDataSource();

  private static Connection pooled;

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new SoldOut())
          .servlet("/wrong/next", new Next())
          .servlet("/right", new Right())
          .servlet("/right/next", new RightNext())
          .build();

  // tag::wrong[]
  /** A connection as a pool lends it: what was not committed is rolled back when it comes back. */
  static class Wrong {
    private final Connection connection;
    private boolean dirty;

    Wrong(Connection connection) {
      this.connection = connection;
    }

    void insert(String row) throws SQLException {
      dirty = true;
      Bs016Test.insert(connection, row);
    }

    void rollback(Savepoint savepoint) throws SQLException {
      connection.rollback(savepoint);
      dirty = false; // and what came before the savepoint?
    }

    void giveBack() throws SQLException {
      if (dirty) {
        connection.rollback();
      }
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      try {
        Connection connection =
            DeferredTransaction.begin(Exchange.of(request), DATABASE).connection();
        insert(connection, "order of tea");
        Savepoint beforeItem = connection.setSavepoint();
        insert(connection, "item");
        connection.rollback(beforeItem);
        response.sendError(409, "sold out"); // no commit: the end rolls back
      } catch (SQLException e) {
        throw new ServletException(e);
      }
    }
  }

  // end::right[]

  static class SoldOut extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      try {
        Wrong lent = new Wrong(pooled);
        lent.insert("order of tea");
        Savepoint beforeItem = lent.connection.setSavepoint();
        lent.insert("item");
        lent.rollback(beforeItem);
        lent.giveBack();
        response.sendError(409, "sold out");
      } catch (SQLException e) {
        throw new ServletException(e);
      }
    }
  }

  static class Next extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      try {
        Wrong lent = new Wrong(pooled);
        lent.insert("order of milk");
        lent.connection.commit();
        response.setStatus(201);
      } catch (SQLException e) {
        throw new ServletException(e);
      }
    }
  }

  static class RightNext extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      try {
        DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), DATABASE);
        insert(transaction.connection(), "order of milk");
        transaction.commit();
        response.setStatus(201);
      } catch (SQLException e) {
        throw new ServletException(e);
      }
    }
  }

  private static void insert(Connection connection, String row) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO rows VALUES ('" + row + "')");
    }
  }

  private static List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DATABASE.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT name FROM rows ORDER BY name")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  @BeforeEach
  void createTable() throws SQLException {
    DATABASE.setURL("jdbc:h2:mem:bs016;DB_CLOSE_DELAY=-1");
    pooled = DATABASE.getConnection();
    try (Statement statement = pooled.createStatement()) {
      statement.execute("CREATE TABLE rows(name VARCHAR(100))");
    }
    pooled.setAutoCommit(false);
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    try (Statement statement = pooled.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  @Test
  void wrong_nextBorrowerCommits_whatTheClientWasRefused(
      RequestSpecification request, Exchanges exchanges) throws SQLException {
    Response refused = request.post("/wrong");
    Response next = backstop.request().post("/wrong/next");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(next.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(refused).outcome()).hasStatus(409);
    assertThat(exchanges.of(next).outcome()).hasStatus(201);
    assertThat(rows()).containsExactly("order of milk", "order of tea");
  }

  @Test
  void right_nextBorrowerCommits_itsOwn(RequestSpecification request, Exchanges exchanges)
      throws SQLException {
    Response refused = request.post("/right");
    assertThat(exchanges.of(refused).outcome()).hasStatus(409);
    Response next = backstop.request().post("/right/next");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(next.statusCode()).isEqualTo(201);
    assertThat(exchanges.of(next).outcome()).hasStatus(201);
    assertThat(rows()).containsExactly("order of milk");
  }
}
