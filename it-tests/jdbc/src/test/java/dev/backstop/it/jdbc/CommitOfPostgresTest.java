package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.it.jdbc.Shop.Visit;
import dev.backstop.jdbc.CommitOutcomeUnknownException;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.pitfall.PitfallKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What PostgreSQL says at the commit, and where it says too little; H2 fails at the statement. */
class CommitOfPostgresTest {
  @ParameterizedTest
  @EnumSource(names = {"JETTY_POSTGRESQL", "TOMCAT_POSTGRESQL"})
  void commitRepeated_isSuccessWithoutARow_isRefused(Place place) throws SQLException {
    try (Shop shop = new Shop(place, 2)) {
      Sql.run(shop.database().sessions(), "insert into orders(id) values ('taken')");
      shop.on(
          "/naive",
          (exchange, request, response) -> {
            try (Connection connection = shop.pool().getConnection()) {
              connection.setAutoCommit(false);
              Sql.insert(connection, "naive");
              Sql.insert(connection, "taken");
              try {
                connection.commit();
              } catch (SQLException refused) {
                connection.commit();
              }
              response.setStatus(201);
            }
          });
      shop.on(
          "/guarded",
          (exchange, request, response) -> {
            Connection connection = DeferredTransaction.begin(exchange, shop.pool()).connection();
            Sql.insert(connection, "guarded");
            Sql.insert(connection, "taken");
            try {
              connection.commit();
            } catch (SQLException refused) {
              connection.commit();
            }
            response.setStatus(201);
          });

      assertThat(shop.visit("/naive").status()).as("a success").isEqualTo(201);
      assertThat(shop.rows()).as("and no row").containsExactly("taken");

      Visit visit = shop.visit("/guarded").only(PitfallKind.COMMIT_TWICE);
      assertThat(visit.status()).isEqualTo(500);
      assertThat(shop.rows()).containsExactly("taken");
      shop.checkPool();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JETTY_POSTGRESQL", "TOMCAT_POSTGRESQL"})
  void commitAfterAFailedStatement_isSuccessWithoutARow_isRefused(Place place) throws SQLException {
    try (Shop shop = new Shop(place, 2)) {
      shop.on(
          "/naive",
          (exchange, request, response) -> {
            try (Connection connection = shop.pool().getConnection()) {
              connection.setAutoCommit(false);
              insertAndGoOn(connection, "naive");
              connection.commit();
            }
          });
      shop.on(
          "/guarded",
          (exchange, request, response) -> {
            DeferredTransaction transaction = DeferredTransaction.begin(exchange, shop.pool());
            insertAndGoOn(transaction.connection(), "guarded");
            transaction.commit();
          });

      assertThat(shop.visit("/naive").status()).as("a success").isEqualTo(200);
      assertThat(shop.rows()).as("and no row").isEmpty();

      Visit visit = shop.visit("/guarded").only();
      assertThat(visit.status()).isEqualTo(500);
      assertThat(visit.error())
          .isNotInstanceOf(CommitOutcomeUnknownException.class)
          .hasMessageContaining("would roll back in silence");
      assertThat(shop.rows()).isEmpty();
      shop.checkPool();
    }
  }

  private static void insertAndGoOn(Connection connection, String id) throws SQLException {
    Sql.insert(connection, id);
    try {
      Sql.number(connection, "select 1 / 0");
    } catch (SQLException ignored) {
      // as an application that goes on
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitAfterAFailedStatement_rolledBackToASavepoint_commits(Place place) throws SQLException {
    try (Shop shop = new Shop(place, 2)) {
      shop.on(
          "/savepoint",
          (exchange, request, response) -> {
            DeferredTransaction transaction = DeferredTransaction.begin(exchange, shop.pool());
            Connection connection = transaction.connection();
            Sql.insert(connection, "kept");
            Savepoint before = connection.setSavepoint();
            insertAndGoOn(connection, "undone");
            connection.rollback(before);
            transaction.commit();
          });

      assertThat(shop.visit("/savepoint").only().status()).isEqualTo(200);
      assertThat(shop.rows()).containsExactly("kept");
      shop.checkPool();
    }
  }
}
