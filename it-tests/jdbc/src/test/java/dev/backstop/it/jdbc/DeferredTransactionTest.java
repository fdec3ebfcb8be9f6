package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backstop.Exchange;
import dev.backstop.cancellation.CancelReason;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.it.jdbc.Faults.Fault;
import dev.backstop.it.jdbc.Shop.Visit;
import dev.backstop.jdbc.CommitOutcomeUnknownException;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.AsyncContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction does at its end, and what its pool gets back. */
@ParameterizedClass
@EnumSource(Place.class)
class DeferredTransactionTest {
  @Parameter Place place; // read by JUnit

  private static final int CONNECTIONS = 2;
  private static final String INSERT = "prepareStatement(insert into orders(id) values (?))";

  private static Shop shop;

  @BeforeParameterizedClassInvocation
  static void open(Place place) throws SQLException {
    shop = new Shop(place, CONNECTIONS);
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

  private DeferredTransaction begin(Exchange exchange) throws SQLException {
    return DeferredTransaction.begin(exchange, shop.pool());
  }

  // The end ------------------------------------------------------------------------------------

  @Test
  void end_committed_keepsTheWorkAndReportsNothing() throws SQLException {
    shop.on(
        "/committed",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          Sql.insert(transaction.connection(), "committed");
          transaction.commit();
          assertThat(transaction.isCommitted()).isTrue();
          response.setStatus(201);
        });

    Visit visit = shop.visit("/committed").only();

    assertThat(visit.status()).isEqualTo(201);
    assertThat(shop.rows()).containsExactly("committed");
  }

  @Test
  void end_applicationThrows_rollsBackAndKeepsItsError() throws SQLException {
    shop.on(
        "/thrown",
        (exchange, request, response) -> {
          Sql.insert(begin(exchange).connection(), "thrown");
          throw new IllegalStateException("out of stock");
        });

    Visit visit = shop.visit("/thrown").only();

    assertThat(visit.status()).isEqualTo(500);
    assertThat(visit.error()).hasMessage("out of stock");
    assertThat(shop.rows()).isEmpty();
  }

  @Test
  void end_readOnlyWorkNotCommitted_isNoPitfall() throws SQLException {
    shop.on(
        "/read",
        (exchange, request, response) ->
            response.setHeader(
                "X-Count",
                "" + Sql.number(begin(exchange).connection(), "select count(*) from orders")));

    Visit visit = shop.visit("/read").only();

    assertThat(visit.answer().header("X-Count")).isEqualTo("0");
  }

  /** What was called on the driver's connection since the transaction was begun. */
  private List<String> callsOf(String path, Work work) throws SQLException {
    AtomicReference<List<String>> calls = new AtomicReference<>();
    AtomicReference<Integer> before = new AtomicReference<>();
    shop.on(
        path,
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          calls.set(transaction.connection().unwrap(Faults.class).calls());
          before.set(calls.get().size() - 1); // setAutoCommit(false)
          work.run(transaction);
        });
    shop.visit(path);
    Shop.await(() -> shop.pool().getHikariPoolMXBean().getActiveConnections() == 0);
    return List.copyOf(calls.get()).subList(before.get(), calls.get().size());
  }

  @FunctionalInterface
  private interface Work {
    void run(DeferredTransaction transaction) throws SQLException;
  }

  @Test
  void end_committed_restoresAndDoesNothingElse() throws SQLException {
    List<String> calls =
        callsOf(
            "/calls-committed",
            transaction -> {
              Sql.insert(transaction.connection(), "calls");
              transaction.commit();
            });

    assertThat(calls)
        .containsExactly("setAutoCommit(false)", INSERT, "commit", "setAutoCommit(true)");
  }

  @Test
  void end_notCommitted_rollsBackAndThenRestores() throws SQLException {
    List<String> calls =
        callsOf("/calls-lost", transaction -> Sql.insert(transaction.connection(), "calls"));

    assertThat(calls)
        .containsExactly("setAutoCommit(false)", INSERT, "rollback", "setAutoCommit(true)");
    assertThat(shop.rows()).isEmpty();
  }

  @Test
  void end_workAfterTheCommit_isRolledBackNotCommittedByTheRestoring() throws SQLException {
    callsOf(
        "/more",
        transaction -> {
          Sql.insert(transaction.connection(), "first");
          transaction.commit();
          Sql.insert(transaction.connection(), "second");
          assertThat(transaction.isCommitted()).isFalse();
        });

    assertThat(shop.rows()).containsExactly("first");
    assertThat(shop.recorder().now("/more").pitfalls())
        .extracting(pitfall -> pitfall.kind())
        .containsExactly(PitfallKind.COMMIT_FORGOTTEN);
  }

  @Test
  void end_statementAndResultSetOpen_closesThemBeforeTheConnection() throws SQLException {
    AtomicReference<StackTraceElement> place = new AtomicReference<>();
    AtomicReference<Statement> left = new AtomicReference<>();
    AtomicReference<ResultSet> leftRows = new AtomicReference<>();
    List<Boolean> before = new ArrayList<>();
    try (OneSession pool = new OneSession(shop.database().sessions())) {
      shop.on(
          "/open",
          (exchange, request, response) -> {
            Connection connection = DeferredTransaction.begin(exchange, pool).connection();
            place.set(Shop.nextLine());
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("select count(*) from orders");
            left.set(rows.getStatement()); // the driver's own
            leftRows.set(rows);
            exchange.cleanups().register("before", outcome -> before.add(rows.isClosed()));
          });

      shop.visit("/open")
          .only(PitfallKind.STATEMENT_LEFT_OPEN)
          .caught(PitfallKind.STATEMENT_LEFT_OPEN, place.get());

      Shop.await(pool::isBack);
      assertThat(before).containsExactly(false);
      assertThat(left.get().isClosed()).as("the driver's statement").isTrue();
      assertThat(leftRows.get().isClosed()).as("the driver's result set").isTrue();
    }
  }

  @Test
  void end_settingsChanged_areAsThePoolGaveThem() throws SQLException {
    // A pool that resets nothing: one session, lent again and again.
    try (OneSession pool = new OneSession(shop.database().sessions())) {
      int isolation = pool.session().getTransactionIsolation();
      int holdability = pool.session().getHoldability();
      String catalog = pool.session().getCatalog();
      String schema = pool.session().getSchema();
      shop.on(
          "/settings",
          (exchange, request, response) -> {
            Connection connection = DeferredTransaction.begin(exchange, pool).connection();
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setReadOnly(true); // PostgreSQL: first, before it asks for the schema
            connection.setSchema(schema.equals("PUBLIC") ? "OTHER" : "other");
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            assertThat(connection.getSchema()).isEqualToIgnoringCase("other");
            Sql.number(connection, "select count(*) from public.orders");
          });

      shop.visit("/settings").only();
      Shop.await(pool::isBack);

      assertThat(pool.session().getAutoCommit()).isTrue();
      assertThat(pool.session().isReadOnly()).isFalse();
      assertThat(pool.session().getTransactionIsolation()).isEqualTo(isolation);
      assertThat(pool.session().getHoldability()).isEqualTo(holdability);
      assertThat(pool.session().getCatalog()).isEqualTo(catalog);
      assertThat(pool.session().getSchema()).isEqualTo(schema);
    }
  }

  @Test
  void end_poolLendsWithoutAutoCommit_getsItBackSo() throws SQLException {
    try (OneSession pool = new OneSession(shop.database().sessions())) {
      pool.session().setAutoCommit(false);
      shop.on(
          "/manual",
          (exchange, request, response) -> {
            DeferredTransaction transaction = DeferredTransaction.begin(exchange, pool);
            Sql.insert(transaction.connection(), "manual");
            transaction.commit();
          });

      shop.visit("/manual").only();
      Shop.await(pool::isBack);

      assertThat(pool.session().getAutoCommit()).isFalse();
      assertThat(shop.rows()).containsExactly("manual");
    }
  }

  @Test
  void end_asyncOnAnotherThread_isTheEndOfTheExchange() throws SQLException {
    CompletableFuture<Boolean> openAfterTheServlet = new CompletableFuture<>();
    CountDownLatch returned = new CountDownLatch(1);
    shop.on(
        "/async",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          Sql.insert(transaction.connection(), "async");
          AsyncContext async = request.startAsync();
          async.start(
              exchange.wrap(
                  () -> {
                    try {
                      assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
                      openAfterTheServlet.complete(!transaction.connection().isClosed());
                      transaction.commit();
                      response.setStatus(202);
                    } catch (SQLException | InterruptedException e) {
                      exchange.recordError(e);
                    } finally {
                      async.complete();
                    }
                  }));
          returned.countDown();
        });

    Visit visit = shop.visit("/async").only();

    assertThat(openAfterTheServlet).isCompletedWithValue(true);
    assertThat(visit.status()).isEqualTo(202);
    assertThat(shop.rows()).containsExactly("async");
  }

  @Test
  void close_byTryWithResources_endsItThereAndThen() throws SQLException {
    List<Integer> active = new ArrayList<>();
    shop.on(
        "/closed",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          try (Connection connection = transaction.connection()) {
            Sql.insert(connection, "closed");
            connection.commit();
            active.add(shop.pool().getHikariPoolMXBean().getActiveConnections());
          }
          active.add(shop.pool().getHikariPoolMXBean().getActiveConnections());
        });

    shop.visit("/closed").only();

    assertThat(active).containsExactly(1, 0);
    assertThat(shop.rows()).containsExactly("closed");
  }

  // Failures -----------------------------------------------------------------------------------

  @Test
  void begin_afterTheEnd_isRefusedAndTakesNoConnection() {
    AtomicReference<Exchange> kept = new AtomicReference<>();
    shop.on("/kept", (exchange, request, response) -> kept.set(exchange));
    shop.visit("/kept").only();

    assertThatThrownBy(() -> begin(kept.get()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("after the end of GET /kept");
    assertThat(shop.pool().getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void begin_fails_isTheErrorOfTheExchangeAndHoldsNothing() throws SQLException {
    try (Connection one = shop.pool().getConnection();
        Connection other = shop.pool().getConnection()) { // both, at the same time
      one.unwrap(Faults.class).next("setAutoCommit", Fault.FAILED);
      other.unwrap(Faults.class).next("setAutoCommit", Fault.FAILED);
    }
    shop.on("/begin", (exchange, request, response) -> begin(exchange));

    Visit visit = shop.visit("/begin").only();

    assertThat(visit.status()).isEqualTo(500);
    assertThat(visit.error()).hasMessageContaining("setAutoCommit: FAILED");
    try (Connection one = shop.pool().getConnection();
        Connection other = shop.pool().getConnection()) { // what is left of it
      one.unwrap(Faults.class).next("setAutoCommit", null);
      other.unwrap(Faults.class).next("setAutoCommit", null);
    }
  }

  @Test
  void commit_replyLost_isUnknownAndRecorded() throws SQLException {
    AtomicReference<StackTraceElement> place = new AtomicReference<>();
    shop.on(
        "/unknown",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          transaction.connection().unwrap(Faults.class).next("commit", Fault.REPLY_LOST);
          Sql.insert(transaction.connection(), "unknown");
          try {
            place.set(Shop.nextLine());
            transaction.commit();
          } catch (CommitOutcomeUnknownException e) {
            assertThat(e.getSQLState()).isEqualTo("08007");
            response.setStatus(503);
          }
        });

    Visit visit = shop.visit("/unknown").only(PitfallKind.COMMIT_UNKNOWN);

    visit.caught(PitfallKind.COMMIT_UNKNOWN, place.get());
    assertThat(visit.status()).isEqualTo(503);
    assertThat(visit.error())
        .isInstanceOf(CommitOutcomeUnknownException.class)
        .hasRootCauseMessage("commit: REPLY_LOST");
    assertThat(shop.rows()).as("it was done").containsExactly("unknown");
  }

  @Test
  void commit_refusedByTheDatabase_isCertainAndCannotBeRepeated() throws SQLException {
    AtomicReference<StackTraceElement> place = new AtomicReference<>();
    shop.on(
        "/refused",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          transaction.connection().unwrap(Faults.class).next("commit", Fault.REFUSED);
          Sql.insert(transaction.connection(), "refused");
          Throwable first = catchThrowable(transaction::commit);
          assertThat(first)
              .isInstanceOf(SQLException.class)
              .isNotInstanceOf(CommitOutcomeUnknownException.class);
          try {
            place.set(Shop.nextLine());
            transaction.commit();
          } catch (SQLException second) {
            assertThat((Throwable) second).hasMessageContaining("cannot go on").hasCause(first);
          }
          response.setStatus(409);
        });

    Visit visit = shop.visit("/refused").only(PitfallKind.COMMIT_TWICE);

    visit.caught(PitfallKind.COMMIT_TWICE, place.get());
    assertThat(visit.error()).hasMessageContaining("commit: REFUSED");
    assertThat(shop.rows()).isEmpty();
  }

  @Test
  void rollback_fails_hidesNoErrorAndTheConnectionIsDiscarded() throws SQLException {
    AtomicReference<StackTraceElement> place = new AtomicReference<>();
    AtomicReference<Long> session = new AtomicReference<>();
    shop.on(
        "/rollback",
        (exchange, request, response) -> {
          place.set(Shop.nextLine());
          DeferredTransaction transaction = DeferredTransaction.begin(exchange, shop.pool());
          session.set(shop.database().sessionOf(transaction.connection()));
          transaction.connection().unwrap(Faults.class).always("rollback", Fault.FAILED);
          Sql.insert(transaction.connection(), "rollback");
          throw new IllegalStateException("out of stock");
        });

    Visit visit =
        shop.visit("/rollback").only(PitfallKind.ROLLBACK_FAILED, PitfallKind.CLEANUP_FAILED);

    visit.caught(PitfallKind.ROLLBACK_FAILED, place.get());
    assertThat(visit.error()).hasMessage("out of stock");
    assertThat(visit.recording().report().cleanups())
        .filteredOn(ran -> ran.name().equals("db.transaction"))
        .singleElement()
        .extracting(CleanupReport.Ran::failure)
        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
        .hasMessage("rollback: FAILED");
    assertThat(shop.rows()).isEmpty();
    assertThat(shop.database().openTransactions()).isZero();
    assertThat(sessionsOfThePool()).doesNotContain(session.get());
  }

  private List<Long> sessionsOfThePool() throws SQLException {
    List<Long> sessions = new ArrayList<>();
    try (Connection one = shop.pool().getConnection();
        Connection two = shop.pool().getConnection()) {
      sessions.add(shop.database().sessionOf(one));
      sessions.add(shop.database().sessionOf(two));
    }
    return sessions;
  }

  @Test
  void rollback_explicitAndFails_doesNotThrowAndNothingGoesOn() throws SQLException {
    AtomicReference<StackTraceElement> place = new AtomicReference<>();
    shop.on(
        "/explicit",
        (exchange, request, response) -> {
          Connection connection = begin(exchange).connection();
          connection.unwrap(Faults.class).next("rollback", Fault.FAILED);
          Sql.insert(connection, "explicit");
          place.set(Shop.nextLine());
          connection.rollback();
          assertThatThrownBy(() -> Sql.insert(connection, "more"))
              .hasMessageContaining("cannot go on");
          response.setStatus(500);
        });

    Visit visit =
        shop.visit("/explicit").only(PitfallKind.ROLLBACK_FAILED, PitfallKind.CLEANUP_FAILED);

    visit.caught(PitfallKind.ROLLBACK_FAILED, place.get());
    assertThat(shop.rows()).isEmpty();
  }

  @Test
  void connection_cutByTheServer_losesNoConnectionAndKeepsTheError() throws SQLException {
    shop.on(
        "/cut",
        (exchange, request, response) -> {
          Connection connection = begin(exchange).connection();
          Sql.insert(connection, "cut");
          shop.database().cut(shop.database().sessionOf(connection));
          Sql.note(connection, "cut");
        });

    Visit visit = shop.visit("/cut");

    assertThat(visit.status()).isEqualTo(500);
    assertThat(visit.error()).isInstanceOf(SQLException.class);
    assertThat(visit.recording().outcome().errorOrigin().getClassName())
        .as("no line of a pool or a driver")
        .startsWith(Sql.class.getPackageName());
    assertThat(shop.rows()).isEmpty();
    assertThat(sessionsOfThePool()).hasSize(CONNECTIONS);
  }

  @Test
  void restore_fails_theConnectionIsDiscardedAndTheCleanupSaysSo() throws SQLException {
    AtomicReference<Long> session = new AtomicReference<>();
    shop.on(
        "/restore",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          session.set(shop.database().sessionOf(transaction.connection()));
          Sql.insert(transaction.connection(), "restore");
          transaction.commit();
          transaction.connection().unwrap(Faults.class).next("setAutoCommit", Fault.FAILED);
        });

    Visit visit = shop.visit("/restore").only(PitfallKind.CLEANUP_FAILED);

    assertThat(visit.status()).isEqualTo(200);
    assertThat(shop.rows()).containsExactly("restore");
    assertThat(sessionsOfThePool()).doesNotContain(session.get());
  }

  // Cancellation -------------------------------------------------------------------------------

  @Test
  void cancel_blockedQuery_endsItAndGivesTheConnectionBack() throws Exception {
    CompletableFuture<DeferredTransaction> running = new CompletableFuture<>();
    CompletableFuture<Long> session = new CompletableFuture<>();
    shop.on(
        "/blocked",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          Connection connection = transaction.connection();
          Sql.insert(connection, "blocked");
          session.complete(shop.database().sessionOf(connection));
          running.complete(transaction);
          try (PreparedStatement endless =
              connection.prepareStatement(shop.database().endlessQuery())) {
            endless.executeQuery();
          } catch (SQLException cancelled) {
            assertThatThrownBy(() -> Sql.note(connection, "blocked"))
                .hasMessageContaining("cancelled");
            assertThatThrownBy(transaction::commit).hasMessageContaining("cancelled");
            throw cancelled;
          }
        });
    CompletableFuture<Visit> visit = CompletableFuture.supplyAsync(() -> shop.visit("/blocked"));
    Shop.await(() -> shop.database().isRunning(session.get(20, TimeUnit.SECONDS)));

    running.get(20, TimeUnit.SECONDS).cancel();

    Visit seen = visit.get(20, TimeUnit.SECONDS).only();
    assertThat(seen.status()).isEqualTo(500);
    assertThat(seen.error()).isInstanceOf(SQLException.class);
    assertThat(shop.rows()).isEmpty();
    assertThat(sessionsOfThePool()).as("the connection lives").contains(session.get());
  }

  @Test
  void end_whileAQueryRuns_cancelsItAndGivesTheConnectionBack() throws Exception {
    CompletableFuture<Long> session = new CompletableFuture<>();
    CompletableFuture<AsyncContext> async = new CompletableFuture<>();
    CompletableFuture<Throwable> ofTheQuery = new CompletableFuture<>();
    shop.on(
        "/running",
        (exchange, request, response) -> {
          Connection connection = begin(exchange).connection();
          session.complete(shop.database().sessionOf(connection));
          AsyncContext started = request.startAsync();
          new Thread( // a thread that nobody has told of the exchange
                  () ->
                      ofTheQuery.complete(
                          catchThrowable(
                              () -> Sql.number(connection, shop.database().endlessQuery()))))
              .start();
          async.complete(started);
        });
    CompletableFuture<Visit> visit = CompletableFuture.supplyAsync(() -> shop.visit("/running"));
    Shop.await(() -> shop.database().isRunning(session.get(20, TimeUnit.SECONDS)));

    async.get(20, TimeUnit.SECONDS).complete();

    assertThat(ofTheQuery.get(20, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
    assertThat(visit.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    Shop.await(() -> shop.pool().getHikariPoolMXBean().getActiveConnections() == 0);
    assertThat(sessionsOfThePool()).as("the connection lives").contains(session.get());
  }

  @Test
  void end_whileACommitIsOnItsWay_waitsForIt() throws Exception {
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<AsyncContext> async = new CompletableFuture<>();
    CompletableFuture<Throwable> ofTheCommit = new CompletableFuture<>();
    shop.on(
        "/committing",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          Sql.insert(transaction.connection(), "committing");
          transaction
              .connection()
              .unwrap(Faults.class)
              .before(
                  "commit",
                  () -> {
                    committing.countDown();
                    return go.await(20, TimeUnit.SECONDS);
                  });
          AsyncContext started = request.startAsync();
          new Thread(() -> ofTheCommit.complete(catchThrowable(transaction::commit))).start();
          async.complete(started);
        });
    CompletableFuture<Visit> visit = CompletableFuture.supplyAsync(() -> shop.visit("/committing"));
    assertThat(committing.await(20, TimeUnit.SECONDS)).isTrue();

    AsyncContext started = async.get(20, TimeUnit.SECONDS);
    Thread completing = new Thread(started::complete); // Jetty unwinds on the thread that completes
    completing.start();
    Thread unwinding = Shop.awaitThreadIn("dev.backstop.jdbc.TransactionLife", "release");
    assertThat(shop.pool().getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
    go.countDown();

    assertThat(unwinding).isNotNull();
    completing.join(20_000);
    assertThat(ofTheCommit.get(20, TimeUnit.SECONDS)).isNull();
    visit.get(20, TimeUnit.SECONDS).only();
    assertThat(shop.rows()).containsExactly("committing");
  }

  @Test
  void deadline_blockedQuery_endsItAndGivesTheConnectionBack() throws Exception {
    CompletableFuture<Long> session = new CompletableFuture<>();
    CompletableFuture<CancelReason> reason = new CompletableFuture<>();
    shop.on(
        "/overdue",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          Connection connection = transaction.connection();
          Sql.insert(connection, "overdue");
          session.complete(shop.database().sessionOf(connection));
          exchange.deadline(Duration.ofMillis(300));
          try (PreparedStatement endless =
              connection.prepareStatement(shop.database().endlessQuery())) {
            endless.executeQuery();
          } finally {
            reason.complete(exchange.cancellation().reason());
          }
        });

    Visit seen = shop.visit("/overdue").only();

    assertThat(reason).isCompletedWithValue(CancelReason.DEADLINE);
    assertThat(seen.status()).isEqualTo(500);
    assertThat(seen.error()).isInstanceOf(SQLException.class);
    assertThat(shop.rows()).isEmpty();
    assertThat(sessionsOfThePool()).as("the connection lives").contains(session.get());
  }

  @Test
  void deadline_afterTheCommit_changesNothing() throws Exception {
    shop.on(
        "/in-time",
        (exchange, request, response) -> {
          DeferredTransaction transaction = begin(exchange);
          Sql.insert(transaction.connection(), "in-time");
          transaction.commit();
          exchange.cancellation().cancel();
        });

    Visit seen = shop.visit("/in-time").only();

    assertThat(seen.status()).isEqualTo(200);
    assertThat(shop.rows()).containsExactly("in-time");
  }
}
