package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Exchange;
import dev.backstop.it.jdbc.Faults.Fault;
import dev.backstop.it.jdbc.Shop.Visit;
import dev.backstop.jdbc.CommitOutcomeUnknownException;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The mistakes that are made with transactions. Each is made twice by the same lines of code: with
 * a connection of the pool, to see in the database what goes wrong, and with that of a {@link
 * DeferredTransaction}, to see it caught.
 */
@ParameterizedClass
@EnumSource(Place.class)
class NaiveCodeTest {
  private static Shop shop;

  @Parameter Place place; // read by JUnit

  /** The line that the report has to name. */
  private final AtomicReference<StackTraceElement> line = new AtomicReference<>();

  @BeforeParameterizedClassInvocation
  static void open(Place place) throws SQLException {
    shop = new Shop(place, 2);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    shop.close();
  }

  @AfterEach
  void checkPool() throws SQLException {
    shop.checkPool();
    shop.clear();
  }

  /** What an application does with a connection that is not in autoCommit mode. */
  @FunctionalInterface
  private interface Code {
    void run(Connection connection, Exchange exchange, HttpServletResponse response)
        throws SQLException, IOException;
  }

  /** Runs it with a connection of the pool, as it is written without Backstop. */
  private Visit naive(String path, Code code) {
    shop.on(
        path,
        (exchange, request, response) -> {
          try (Connection connection = shop.pool().getConnection()) {
            connection.setAutoCommit(false);
            code.run(connection, exchange, response);
          }
        });
    return shop.visit(path);
  }

  /** Runs it with the connection of a deferred transaction. */
  private Visit guarded(String path, Code code) {
    return guarded(path, shop.pool(), code);
  }

  private Visit guarded(String path, DataSource pool, Code code) {
    shop.on(
        path,
        (exchange, request, response) ->
            code.run(DeferredTransaction.begin(exchange, pool).connection(), exchange, response));
    return shop.visit(path);
  }

  @Test
  void commitThenRollback_undoesNothing_isCaught() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          try {
            Sql.insert(connection, exchange.path());
            connection.commit();
            throw new IllegalStateException("no mail");
          } finally {
            line.set(Shop.nextLine());
            connection.rollback();
          }
        };

    assertThat(naive("/801-naive", code).only().status()).isEqualTo(500);
    assertThat(shop.rows()).as("there, behind a 500").containsExactly("/801-naive");

    Visit visit = guarded("/801", code).only(PitfallKind.ROLLBACK_AFTER_COMMIT);
    visit.caught(PitfallKind.ROLLBACK_AFTER_COMMIT, line.get());
    assertThat(visit.error()).hasMessage("no mail");
  }

  @Test
  void rollbackInFinallyAfterAnEarlyReturn_losesTheWork_isCaught() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          try {
            Sql.insert(connection, exchange.path());
            response.setStatus(201);
            if (exchange.path().startsWith("/810")) {
              return;
            }
            connection.commit();
          } finally {
            line.set(Shop.nextLine());
            connection.rollback();
          }
        };

    assertThat(naive("/810-naive", code).only().status()).isEqualTo(201);
    assertThat(shop.rows()).as("lost, behind a 201").isEmpty();

    guarded("/810", code)
        .only(PitfallKind.ROLLBACK_BEHIND_SUCCESS)
        .caught(PitfallKind.ROLLBACK_BEHIND_SUCCESS, line.get());
  }

  @Test
  void commitForgotten_losesTheWork_isCaught() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          Sql.insert(connection, exchange.path());
          response.setStatus(201);
        };

    assertThat(naive("/804-naive", code).only().status()).isEqualTo(201);
    assertThat(shop.rows()).as("lost, behind a 201").isEmpty();

    shop.on(
        "/804",
        (exchange, request, response) -> {
          line.set(Shop.nextLine());
          DeferredTransaction transaction = DeferredTransaction.begin(exchange, shop.pool());
          code.run(transaction.connection(), exchange, response);
        });
    shop.visit("/804")
        .only(PitfallKind.COMMIT_FORGOTTEN)
        .caught(PitfallKind.COMMIT_FORGOTTEN, line.get());
  }

  @Test
  void autoCommitRestoredFirst_commitsHalf_isCaughtAndRefused() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          try {
            Sql.insert(connection, exchange.path());
            throw new IllegalStateException("out of stock");
          } finally {
            line.set(Shop.nextLine());
            connection.setAutoCommit(true);
            connection.close();
          }
        };

    assertThat(naive("/809-naive", code).only().status()).isEqualTo(500);
    assertThat(shop.rows()).as("half, behind a 500").containsExactly("/809-naive");

    Visit visit = guarded("/809", code).only(PitfallKind.AUTO_COMMIT_EARLY);
    visit.caught(PitfallKind.AUTO_COMMIT_EARLY, line.get());
    assertThat(visit.error()).hasMessage("out of stock");
    assertThat(shop.rows()).containsExactly("/809-naive");
  }

  @Test
  void commitTwice_isCaughtAndSentOnce() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          Sql.insert(connection, exchange.path());
          connection.commit();
          line.set(Shop.nextLine());
          connection.commit();
        };

    naive("/802-naive", code).only();
    guarded("/802", code)
        .only(PitfallKind.COMMIT_TWICE)
        .caught(PitfallKind.COMMIT_TWICE, line.get());
    assertThat(shop.rows()).containsExactly("/802", "/802-naive");
  }

  @Test
  void commitInACleanup_failsBehindASuccess_isCaughtAndRefused() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          Sql.insert(connection, exchange.path());
          connection.unwrap(Faults.class).next("commit", Fault.NOT_SENT);
          exchange
              .cleanups()
              .register(
                  "commit",
                  outcome -> {
                    line.set(Shop.nextLine());
                    connection.commit();
                  });
          response.setStatus(201);
        };
    shop.on(
        "/806-naive",
        (exchange, request, response) -> {
          Connection connection = shop.pool().getConnection();
          exchange.cleanups().register("close", connection, Connection::close);
          connection.setAutoCommit(false);
          code.run(connection, exchange, response);
        });

    assertThat(shop.visit("/806-naive").status()).isEqualTo(201);
    assertThat(shop.rows()).as("lost, behind a 201").isEmpty();

    guarded("/806", code)
        .only(PitfallKind.COMMIT_TOO_LATE, PitfallKind.CLEANUP_FAILED, PitfallKind.COMMIT_FORGOTTEN)
        .caught(PitfallKind.COMMIT_TOO_LATE, line.get());
    assertThat(shop.rows()).isEmpty();
    try (Connection connection = shop.pool().getConnection()) {
      connection.unwrap(Faults.class).next("commit", null); // it was never called
    }
  }

  @Test
  void rollbackFails_hidesTheError_isCaughtAndDoesNot() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          connection.unwrap(Faults.class).next("rollback", Fault.FAILED);
          Sql.insert(connection, exchange.path());
          try {
            throw new IllegalStateException("out of stock");
          } catch (IllegalStateException e) {
            line.set(Shop.nextLine());
            connection.rollback();
            throw e;
          }
        };

    assertThat(naive("/805-naive", code).error()).as("masked").hasMessage("rollback: FAILED");

    Visit visit = guarded("/805", code);
    visit.only(PitfallKind.ROLLBACK_FAILED, PitfallKind.CLEANUP_FAILED);
    visit.caught(PitfallKind.ROLLBACK_FAILED, line.get());
    assertThat(visit.error()).hasMessage("out of stock");
    assertThat(shop.rows()).isEmpty();
  }

  @Test
  void commitWithoutReply_looksLikeAnyFailure_isToldApart() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          connection.unwrap(Faults.class).next("commit", Fault.REPLY_LOST);
          Sql.insert(connection, exchange.path());
          line.set(Shop.nextLine());
          connection.commit();
        };

    Visit naive = naive("/811-naive", code);
    assertThat(naive.status()).isEqualTo(500);
    assertThat(naive.error()).isExactlyInstanceOf(SQLException.class);
    assertThat(shop.rows()).as("there, behind a 500").containsExactly("/811-naive");

    Visit visit = guarded("/811", code).only(PitfallKind.COMMIT_UNKNOWN);
    visit.caught(PitfallKind.COMMIT_UNKNOWN, line.get());
    assertThat(visit.error()).isInstanceOf(CommitOutcomeUnknownException.class);
  }

  /** With a pool that does not look at what it gets back, as HikariCP does. */
  @Test
  void usedAfterTheEnd_isCommittedByAnother_isCaughtAndRefused() throws SQLException {
    try (OneSession pool = new OneSession(shop.database().sessions())) {
      Code code =
          (connection, exchange, response) -> {
            PreparedStatement insert =
                connection.prepareStatement("insert into orders(id) values (?)");
            insert.setString(1, exchange.path());
            connection.close();
            line.set(Shop.nextLine());
            insert.executeUpdate();
          };
      shop.on(
          "/803-naive",
          (exchange, request, response) -> {
            Connection connection = pool.getConnection();
            connection.setAutoCommit(false);
            code.run(connection, exchange, response);
          });

      shop.visit("/803-naive").only();
      assertThat(shop.rows()).as("not yet").isEmpty();
      pool.getConnection().commit(); // another exchange commits its own work
      assertThat(shop.rows()).as("committed by another").containsExactly("/803-naive");
      pool.session().setAutoCommit(true);

      Visit visit =
          guarded("/803", pool, code)
              .only(PitfallKind.TRANSACTION_AFTER_END, PitfallKind.STATEMENT_LEFT_OPEN);
      visit.caught(PitfallKind.TRANSACTION_AFTER_END, line.get());
      assertThat(visit.error()).hasMessageContaining("after the end of the transaction");
      assertThat(shop.rows()).containsExactly("/803-naive");
    }
  }

  @Test
  void statementClosedAfterItsConnection_stayedOpenInThePool_isCaughtAndClosed()
      throws SQLException {
    try (OneSession pool = new OneSession(shop.database().sessions())) {
      AtomicReference<Statement> drivers = new AtomicReference<>();
      AtomicReference<Boolean> closedBefore = new AtomicReference<>();
      Code code =
          (connection, exchange, response) -> {
            Statement statement = connection.createStatement();
            drivers.set(statement.executeQuery("select id from orders").getStatement());
            connection.close();
            closedBefore.set(drivers.get().isClosed());
            line.set(Shop.nextLine());
            statement.close();
          };
      shop.on(
          "/808-naive",
          (exchange, request, response) -> code.run(pool.getConnection(), exchange, response));

      shop.visit("/808-naive").only();
      assertThat(closedBefore.get()).as("open, in the pool").isFalse();

      guarded("/808", pool, code)
          .only(PitfallKind.STATEMENT_CLOSED_LATE)
          .caught(PitfallKind.STATEMENT_CLOSED_LATE, line.get());
      assertThat(closedBefore.get()).isTrue();
    }
  }

  @Test
  void statementLeftOpen_stayedOpenInThePool_isCaughtAndClosed() throws SQLException {
    try (OneSession pool = new OneSession(shop.database().sessions())) {
      AtomicReference<Statement> drivers = new AtomicReference<>();
      Code code =
          (connection, exchange, response) -> {
            line.set(Shop.nextLine());
            Statement statement = connection.createStatement();
            drivers.set(statement.executeQuery("select id from orders").getStatement());
            connection.close();
          };
      shop.on(
          "/807-naive",
          (exchange, request, response) -> code.run(pool.getConnection(), exchange, response));

      shop.visit("/807-naive").only();
      assertThat(drivers.get().isClosed()).as("open, in the pool").isFalse();

      guarded("/807", pool, code)
          .only(PitfallKind.STATEMENT_LEFT_OPEN)
          .caught(PitfallKind.STATEMENT_LEFT_OPEN, line.get());
      assertThat(drivers.get().isClosed()).isTrue();
    }
  }

  // Right code ---------------------------------------------------------------------------------

  @Test
  void rightCode_withPlainJdbc_isSilent() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          try (connection) {
            connection.setAutoCommit(false);
            Sql.insert(connection, exchange.path());
            Savepoint before = connection.setSavepoint();
            Sql.insert(connection, "undone");
            connection.rollback(before);
            connection.commit();
            connection.setAutoCommit(true);
            response.setStatus(201);
          }
        };

    Visit visit = guarded("/right", code).only();

    assertThat(visit.error()).isNull();
    assertThat(visit.status()).isEqualTo(201);
    assertThat(shop.rows()).containsExactly("/right");
  }

  @Test
  void rightCode_thatAnswersARefusal_isSilent() throws SQLException {
    Code code =
        (connection, exchange, response) -> {
          Sql.insert(connection, exchange.path());
          connection.rollback();
          response.setStatus(409);
        };

    assertThat(guarded("/refusal", code).only().status()).isEqualTo(409);
    assertThat(shop.rows()).isEmpty();
  }

  @Test
  void rightCode_thatTriesAgain_isSilent() throws SQLException {
    shop.on(
        "/again",
        (exchange, request, response) -> {
          DeferredTransaction first = DeferredTransaction.begin(exchange, shop.pool());
          first.connection().unwrap(Faults.class).next("commit", Fault.SERIALIZATION);
          Sql.insert(first.connection(), "/again");
          assertThatThrownBy(first::commit).hasMessageContaining("SERIALIZATION");
          first.rollback();
          first.connection().close();
          DeferredTransaction second = DeferredTransaction.begin(exchange, shop.pool());
          Sql.insert(second.connection(), "/again");
          second.commit();
          response.setStatus(201);
        });

    assertThat(shop.visit("/again").only().status()).isEqualTo(201);
    assertThat(shop.rows()).containsExactly("/again");
  }
}
