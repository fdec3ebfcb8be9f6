package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** A shop at one place: a server with Backstop, a pool, a database, and what each exchange did. */
final class Shop implements AutoCloseable {
  private final Map<String, Site.Application> applications = new ConcurrentHashMap<>();
  private final Recorder recorder = new Recorder();
  private final Database database;
  private final HikariDataSource pool;
  private final Site site;
  private final int isolation;

  Shop(Place place, int connections) throws SQLException {
    database = place.newDatabase();
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSource(Faults.around(database.sessions()));
    configuration.setMaximumPoolSize(connections);
    pool = new HikariDataSource(configuration);
    try (Connection connection = pool.getConnection()) {
      isolation = connection.getTransactionIsolation();
    }
    site =
        place.start(
            context -> {
              recorder.backstop().install(context);
              Site.serve(
                  context,
                  (exchange, request, response) ->
                      applications
                          .get(request.getRequestURI())
                          .answer(exchange, request, response));
            });
  }

  /** Returns the frame of the caller, a line further down: where the call in question stands. */
  static StackTraceElement nextLine() {
    StackTraceElement caller =
        StackWalker.getInstance()
            .walk(frames -> frames.skip(1).findFirst().orElseThrow())
            .toStackTraceElement();
    return new StackTraceElement(
        caller.getClassName(),
        caller.getMethodName(),
        caller.getFileName(),
        caller.getLineNumber() + 1);
  }

  static String lineOf(StackTraceElement site) {
    return site.getClassName() + "." + site.getMethodName() + ":" + site.getLineNumber();
  }

  /** Waits for what nothing signals. */
  static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(RawHttpClient.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  /** Waits until some thread waits within a method, and returns it. */
  static Thread awaitThreadIn(String className, String method) {
    AtomicReference<Thread> found = new AtomicReference<>();
    await(
        () -> {
          Thread.getAllStackTraces()
              .forEach(
                  (thread, frames) -> {
                    boolean waits = thread.getState() == Thread.State.WAITING;
                    for (StackTraceElement frame : frames) {
                      if (waits
                          && frame.getClassName().equals(className)
                          && frame.getMethodName().equals(method)) {
                        found.set(thread);
                      }
                    }
                  });
          return found.get() != null;
        });
    return found.get();
  }

  HikariDataSource pool() {
    return pool;
  }

  Database database() {
    return database;
  }

  Recorder recorder() {
    return recorder;
  }

  int port() {
    return site.port();
  }

  Shop on(String path, Site.Application application) {
    applications.put(path, application);
    return this;
  }

  /** One visit: what was on the wire, and what was recorded, at the end of all cleanups. */
  record Visit(RawResponse answer, Recording recording) {
    int status() {
      return answer.status();
    }

    Throwable error() {
      return recording.outcome().error();
    }

    List<PitfallKind> pitfalls() {
      return recording.pitfalls().stream().map(Pitfall::kind).toList();
    }

    /** Checks that this was caught, there. */
    Visit caught(PitfallKind kind, StackTraceElement site) {
      assertThat(recording.pitfalls())
          .filteredOn(pitfall -> pitfall.kind() == kind)
          .as("%s among %s", kind, recording.pitfalls())
          .singleElement()
          .satisfies(pitfall -> assertThat(lineOf(pitfall.site())).isEqualTo(lineOf(site)));
      return this;
    }

    /** Checks that nothing else was. */
    Visit only(PitfallKind... kinds) {
      assertThat(pitfalls()).containsExactlyInAnyOrder(kinds);
      return this;
    }
  }

  Visit visit(String path) {
    try (RawHttpClient client = RawHttpClient.connect(port())) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
      RawResponse answer = client.read("GET");
      assertThat(answer.end()).isEqualTo(RawResponse.End.COMPLETE);
      return new Visit(answer, recorder.await(path));
    }
  }

  /** Returns the orders that are committed, as a session beside the pool sees them. */
  Set<String> rows() throws SQLException {
    return Sql.rows(database.sessions());
  }

  /** Takes all orders away. */
  void clear() throws SQLException {
    Sql.run(database.sessions(), "delete from orders");
  }

  /** Checks that the pool has all of its connections, each as it was at first. */
  void checkPool() throws SQLException {
    await(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
        Connection connection = pool.getConnection();
        all.add(connection);
        assertThat(connection.getAutoCommit()).as("autoCommit").isTrue();
        assertThat(connection.isReadOnly()).as("readOnly").isFalse();
        assertThat(connection.getTransactionIsolation()).as("isolation").isEqualTo(isolation);
        assertThat(connection.getSchema()).as("schema").isEqualToIgnoringCase("public");
      }
      assertThat(database.openTransactions()).as("open transactions").isZero();
    } finally {
      for (Connection each : all) {
        each.close();
      }
    }
  }

  @Override
  public void close() {
    site.close();
    pool.close();
    recorder.close();
  }
}
