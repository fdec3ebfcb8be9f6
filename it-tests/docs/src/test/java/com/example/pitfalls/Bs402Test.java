package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-402.md: a later exception replaces the first. */
class Bs402Test {
  private static final String FIRST = "Table \"ORDERS\" not found";
  private static final String LATER = "The object is already closed";

  private final ErrorLog log = new ErrorLog();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/*", log)
          .servlet("/wrong", new Orders(Wrong::place))
          .servlet("/right", new Orders(Right::place))
          .build();

  static class Wrong {
    // tag::wrong[]
    static void place(HttpServletRequest request, Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      try {
        insert(connection);
        connection.commit();
      } catch (SQLException e) {
        Exchange.of(request).recordError(e);
        connection.rollback(); // throws too: the connection has gone with the first error
        throw e;
      }
    }

    // end::wrong[]
  }

  static class Right {
    // tag::right[]
    static void place(HttpServletRequest request, Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      try {
        insert(connection);
        connection.commit();
      } catch (SQLException e) {
        Exchange.of(request).recordError(e);
        try {
          connection.rollback();
        } catch (SQLException second) {
          e.addSuppressed(second);
        }
        throw e;
      }
    }

    // end::right[]
  }

  /** Fails, and takes the connection with it, as some errors of databases do. */
  private static void insert(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO orders VALUES (1)");
    }
  }

  /** What places an order. */
  @FunctionalInterface
  interface Place {
    void place(HttpServletRequest request, Connection connection) throws SQLException;
  }

  static class Orders extends HttpServlet {
    private final transient Place place;

    Orders(Place place) {
      this.place = place;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
        place.place(request, connection);
      } catch (SQLException e) {
        throw new ServletException(e);
      }
    }
  }

  /** The log of errors that everybody has written once: what comes out of the chain. */
  static class ErrorLog implements Filter {
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (ServletException e) {
        errors.add(e.getRootCause());
        throw e;
      }
    }

    Throwable error() {
      assertThat(errors).hasSize(1);
      return errors.get(0);
    }
  }

  @Test
  @ExpectPitfall(PitfallKind.ERROR_MASKED)
  void wrong_logHasTheRollbackAlone(RequestSpecification request, Exchanges exchanges) {
    Response response = request.post("/wrong");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(log.error()).hasMessageContaining(LATER).hasNoCause().hasNoSuppressedExceptions();
    assertThat(exchanges.of(response).outcome()).hasStatus(500).letItsErrorEscape();
  }

  @Test
  void right_logHasBoth(RequestSpecification request, Exchanges exchanges) {
    Response response = request.post("/right");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(log.error()).hasMessageContaining(FIRST);
    assertThat(log.error().getSuppressed())
        .singleElement()
        .satisfies(later -> assertThat(later).hasMessageContaining(LATER));
    assertThat(exchanges.of(response).outcome()).hasStatus(500).letItsErrorEscape();
  }
}
