package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recording;
import dev.backstop.jdbc.CommitOutcomeUnknownException;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Five hundred orders at once over ten connections, each with a mishap of its own: what the clients
 * read, what the exchanges say and what the database has must agree.
 */
class ChaosTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(ChaosTest.class);
  private static final int ORDERS = 500;
  private static final int CONNECTIONS = 10;

  /** What may be reported here: failures of the database, and no misuse by the application. */
  private static final Set<PitfallKind> EXPECTED =
      EnumSet.of(
          PitfallKind.ROLLBACK_FAILED, PitfallKind.COMMIT_UNKNOWN, PitfallKind.CLEANUP_FAILED);

  @ParameterizedTest
  @EnumSource
  void ordersWithMishaps_wireExchangeAndDatabaseAgree(Place place) throws Exception {
    long seed = Long.getLong("backstop.seed", System.nanoTime());
    LOGGER.warn("{}: -Dbackstop.seed={}", place, seed);
    Random random = new Random(seed);
    List<Mishap> mishaps = new ArrayList<>(List.of(Mishap.values()));
    while (mishaps.size() < ORDERS) {
      mishaps.add(Mishap.of(random));
    }
    Collections.shuffle(mishaps, random);
    try (Shop shop = new Shop(place, CONNECTIONS)) {
      for (int i = 0; i < ORDERS; i++) {
        Mishap mishap = mishaps.get(i);
        shop.on("/" + i, (exchange, request, response) -> order(shop, mishap, exchange, response));
      }

      List<RawResponse> answers = visitAll(shop);

      Set<String> rows = shop.rows();
      Set<String> all = new TreeSet<>();
      for (int i = 0; i < ORDERS; i++) {
        String path = "/" + i;
        all.add(path);
        check(
            mishaps.get(i),
            answers.get(i),
            shop.recorder().await(path),
            rows.contains(path),
            "order " + i + ", " + mishaps.get(i) + ", seed " + seed);
      }
      assertThat(all).as("no other row exists").containsAll(rows);
      shop.checkPool();
    }
  }

  /** All requests are on the wire before the first answer is read. */
  private static List<RawResponse> visitAll(Shop shop) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(16);
    List<RawHttpClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < ORDERS; i++) {
        RawHttpClient client = RawHttpClient.connect(shop.port());
        clients.add(client);
        client.send("GET /" + i + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
      }
      List<Future<RawResponse>> answers = new ArrayList<>();
      for (RawHttpClient client : clients) {
        answers.add(readers.submit(() -> client.read("GET")));
      }
      List<RawResponse> read = new ArrayList<>();
      for (Future<RawResponse> each : answers) {
        read.add(each.get(60, TimeUnit.SECONDS));
      }
      return read;
    } finally {
      readers.shutdownNow();
      clients.forEach(RawHttpClient::close);
    }
  }

  /** One order, as an application writes it, but for what befalls it. */
  private static void order(
      Shop shop, Mishap mishap, Exchange exchange, HttpServletResponse response)
      throws SQLException {
    String id = exchange.path();
    DataSource pool = mishap.isOfBegin() ? FailingBegin.of(shop.pool(), mishap) : shop.pool();
    DeferredTransaction transaction = DeferredTransaction.begin(exchange, pool);
    Connection connection = transaction.connection();
    if (!mishap.isOfBegin()) {
      mishap.prepare(connection);
    }
    Sql.insert(connection, id);
    if (mishap.throwsInApplication()) {
      throw new IllegalStateException("mishap of " + id);
    }
    if (mishap == Mishap.STATEMENT_FAILS) {
      Sql.number(connection, "select count(*) from nowhere");
    }
    if (mishap == Mishap.CUT_BETWEEN) {
      shop.database().cut(shop.database().sessionOf(connection));
    }
    Sql.note(connection, id);
    if (mishap == Mishap.CUT_BEFORE_COMMIT) {
      shop.database().cut(shop.database().sessionOf(connection));
    }
    transaction.commit();
    if (mishap == Mishap.RESTORE_FAILS) {
      connection.unwrap(Faults.class).next("setAutoCommit", Faults.Fault.FAILED);
    }
    response.setStatus(201);
  }

  private static void check(
      Mishap mishap, RawResponse answer, Recording recording, boolean hasRow, String what) {
    Outcome outcome = recording.outcome();
    Throwable error = outcome.error();
    boolean success = answer.status() >= 200 && answer.status() < 300;
    boolean unknown = error instanceof CommitOutcomeUnknownException;
    assertThat(answer.end()).as(what).isEqualTo(RawResponse.End.COMPLETE);
    assertThat(outcome.status()).as(what).isEqualTo(answer.status());
    assertThat(recording.pitfalls())
        .as(what)
        .extracting(Pitfall::kind)
        .allMatch(EXPECTED::contains);

    if (success) {
      assertThat(hasRow).as("%s: a 2xx has its row", what).isTrue();
      assertThat(error).as(what).isNull();
    } else {
      assertThat(error).as("%s: has an error", what).isNotNull();
      assertThat(hasRow && !unknown).as("%s: a row without a 2xx, and known", what).isFalse();
    }
    assertThat(unknown)
        .as("%s: reported as it is recorded", what)
        .isEqualTo(
            recording.pitfalls().stream()
                .anyMatch(pitfall -> pitfall.kind() == PitfallKind.COMMIT_UNKNOWN));

    // Its own error, and no other's.
    switch (mishap) {
      case NONE, RESTORE_FAILS -> assertThat(error).as(what).isNull();
      case BEGIN_FAILS, BEGIN_CUT ->
          assertThat(error).as(what).hasMessageContaining("setAutoCommit");
      case APPLICATION_THROWS, ROLLBACK_FAILS, ROLLBACK_CUT ->
          assertThat(error).as(what).hasMessage("mishap of " + outcome.path());
      case STATEMENT_FAILS ->
          assertThat(error)
              .as(what)
              .hasMessageMatching("(?is).*nowhere.*")
              .isInstanceOf(SQLException.class);
      case CUT_BETWEEN ->
          assertThat(error)
              .as(what)
              .isInstanceOf(SQLException.class)
              .satisfies(cut -> assertThat(unknown).isFalse());
      case CUT_BEFORE_COMMIT -> {
        assertThat(unknown).as(what).isTrue();
        assertThat(hasRow).as(what).isFalse();
      }
      case COMMIT_REFUSED, COMMIT_SERIALIZATION -> {
        assertThat(error).as(what).hasMessageContaining("commit: " + mishap.fault);
        assertThat(hasRow).as(what).isFalse();
      }
      case COMMIT_NOT_SENT, COMMIT_REPLY_LOST -> {
        assertThat(error).as(what).hasRootCauseMessage("commit: " + mishap.fault);
        assertThat(hasRow).as(what).isEqualTo(mishap.fault.isDone);
      }
    }
  }
}
