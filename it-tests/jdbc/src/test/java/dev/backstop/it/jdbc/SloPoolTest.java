package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.slo.ServiceLevels;
import dev.backstop.slo.Slo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pool of 2 on a real Jetty: one release is slow, and others wait for it. Who waited is told so,
 * with the cleanup that had the connection; who was slow to release is told that directly.
 */
class SloPoolTest {
  private static final int WAITERS = 4;
  private static final long SLOW_MILLIS = 300;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Semaphore ended = new Semaphore(0);
  private ServiceLevels levels;
  private HikariDataSource pool;
  private DataSource measured;

  @BeforeEach
  void open() throws SQLException {
    open(Duration.ofSeconds(20));
  }

  private void open(Duration patience) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new H2Database().sessions());
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(patience.toMillis());
    pool = new HikariDataSource(config);
    registry.clear();
    levels =
        ServiceLevels.create(
            registry,
            Slo.latency("/*", Duration.ofMillis(100), 0.99).named("answer"),
            Slo.occupancy("/*", Duration.ofMillis(100), 0.99).named("released"));
    measured = levels.dataSource("orders-pool", pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private JettySite serve(Site.Application application) {
    Backstop backstop =
        Backstop.builder().use(levels).onOutcome((outcome, report) -> ended.release()).build();
    return new JettySite(
        context -> {
          backstop.install(context);
          Site.serve(context, application);
        });
  }

  private static void work(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static RawHttpClient ask(int port, String target) {
    return RawHttpClient.connect(port).send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  private void awaitEnds(int count) throws InterruptedException {
    assertThat(ended.tryAcquire(count, 20, TimeUnit.SECONDS)).as("all ended").isTrue();
  }

  private Map<String, Integer> counted() {
    Map<String, Integer> counted = new TreeMap<>();
    for (Counter counter : registry.find("backstop.slo.events").counters()) {
      if (counter.count() > 0) {
        counted.put(
            counter.getId().getTag("slo")
                + " "
                + counter.getId().getTag("cause")
                + " "
                + counter.getId().getTag("held_by"),
            (int) counter.count());
      }
    }
    return counted;
  }

  /** One has a slow release; the other connection is out until that is over. */
  private void oneSlowRelease(Site.Application slow) throws Exception {
    CountDownLatch otherTaken = new CountDownLatch(1);
    CountDownLatch otherMayGo = new CountDownLatch(1);
    Site.Application application =
        (exchange, request, response) -> {
          switch (request.getRequestURI()) {
            case "/slow" -> slow.answer(exchange, request, response);
            case "/other" -> {
              Connection connection = measured.getConnection();
              otherTaken.countDown();
              try {
                otherMayGo.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              connection.close();
            }
            default ->
                exchange
                    .cleanups()
                    .register("db.close", measured.getConnection(), Connection::close);
          }
        };
    try (JettySite site = serve(application);
        RawHttpClient other = ask(site.port(), "/other")) {
      otherTaken.await();
      try (RawHttpClient slowClient = ask(site.port(), "/slow")) {
        assertThat(slowClient.read("GET").status()).isEqualTo(200); // its release has begun
        List<RawHttpClient> waiters = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
          waiters.add(ask(site.port(), "/wait"));
        }
        for (RawHttpClient waiter : waiters) {
          assertThat(waiter.read("GET").status()).isEqualTo(200);
          waiter.close();
        }
      }
      awaitEnds(1 + WAITERS);
      otherMayGo.countDown();
      assertThat(other.read("GET").status()).isEqualTo(200);
      awaitEnds(1);
    }
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  private Map<String, Integer> expected(String cleanup) {
    return Map.of(
        "answer wait:orders-pool cleanup:" + cleanup,
        WAITERS,
        "released wait:orders-pool cleanup:" + cleanup,
        WAITERS,
        "answer handler none",
        1, // the one that had the other connection
        "released handler none",
        1,
        "answer none none",
        1, // the slow one answered in time
        "released cleanup:" + cleanup + " none",
        1);
  }

  @Test
  void getConnection_waitedForASlowRelease_isAttributedToThePoolAndThatCleanup() throws Exception {
    oneSlowRelease(
        (exchange, request, response) -> {
          exchange
              .cleanups()
              .register(
                  "db.close",
                  measured.getConnection(),
                  connection -> {
                    work(SLOW_MILLIS);
                    connection.close();
                  });
        });

    assertThat(counted()).isEqualTo(expected("db.close"));
  }

  @Test
  void getConnection_waitedForASlowCleanupOfATransaction_namesThat() throws Exception {
    oneSlowRelease(
        (exchange, request, response) -> {
          DeferredTransaction transaction = DeferredTransaction.begin(exchange, measured);
          exchange.cleanups().register("audit", outcome -> work(SLOW_MILLIS));
          transaction.commit();
        });

    assertThat(counted()).isEqualTo(expected("audit"));
  }

  @Test
  void getConnection_poolGivesUp_isAWaitToo() throws Exception {
    close();
    open(Duration.ofMillis(250));
    try (Connection first = measured.getConnection();
        Connection second = measured.getConnection();
        JettySite site = serve((exchange, request, response) -> measured.getConnection());
        RawHttpClient client = ask(site.port(), "/")) {
      assertThat(first.isValid(1) && second.isValid(1)).isTrue();
      assertThat(client.read("GET").status()).isEqualTo(500);
      awaitEnds(1);
    }

    assertThat(counted())
        .isEqualTo(Map.of("answer wait:orders-pool work", 1, "released wait:orders-pool work", 1));
  }

  @Test
  void connection_ofMeasuredPool_isAllThatItWas() throws Exception {
    try (Connection connection = measured.getConnection()) {
      Sql.run(measured, "create table kept(id int)");
      assertThat(connection.isWrapperFor(org.h2.jdbc.JdbcConnection.class)).isTrue();
      assertThat(connection.unwrap(org.h2.jdbc.JdbcConnection.class)).isNotNull();
      assertThat(measured.unwrap(HikariDataSource.class)).isSameAs(pool);
      connection.setAutoCommit(false);
      Sql.run(pool, "insert into kept values (1)");
      assertThat(Sql.number(connection, "select count(*) from kept")).isOne();
      connection.rollback();
    }
    Connection closed = measured.getConnection();
    closed.close();
    closed.close(); // no effect, says java.sql.Connection

    assertThat(closed.isClosed()).isTrue();
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }
}
