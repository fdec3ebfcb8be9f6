package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.jdbc.DeferredTransaction;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions over drivers and pools that no database of the other tests behaves like. */
class DriverFaultTest {
  private final PitfallServer server = new PitfallServer();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Throwable> faults = new HashMap<>();
  private boolean lendsWithAutoCommit = true;

  /** What an application does with its transaction. */
  private interface Work {
    void on(DeferredTransaction transaction) throws SQLException;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Object answer(String method, Object... given) throws Throwable {
    calls.add(given.length == 0 ? method : method + "(" + given[0] + ")");
    if (faults.containsKey(method)) {
      throw faults.get(method);
    }
    return switch (method) {
      case "getAutoCommit" -> lendsWithAutoCommit;
      case "getSchema" -> "public";
      case "unwrap" -> connection("physical ");
      default -> "";
    };
  }

  private Connection connection(String prefix) {
    return proxy(
        Connection.class,
        (method, given) -> {
          boolean named = method.startsWith("set");
          return answer(prefix + method, named ? new Object[] {given[0]} : new Object[0]);
        });
  }

  /** What a proxy does with a call. */
  private interface Called {
    Object call(String method, Object[] given) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Called called) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, given) -> {
              Object answer = called.call(method.getName(), given);
              return method.getReturnType() == void.class ? null : answer;
            }));
  }

  private DataSource dataSource() {
    return proxy(DataSource.class, (method, given) -> connection(""));
  }

  private void visit(Work work) throws Exception {
    server
        .serve(
            "/orders",
            (request, response) -> {
              try {
                work.on(DeferredTransaction.begin(Exchange.of(request), dataSource()));
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            })
        .start();
    assertThat(server.visit("/orders")).isEqualTo(200);
  }

  @Test
  void begin_driverThrowsAnError_connectionIsDiscardedAndGivenBack() throws Exception {
    NoClassDefFoundError fault = new NoClassDefFoundError("driver");
    faults.put("setAutoCommit", fault);
    server
        .serve(
            "/orders",
            (request, response) ->
                assertThatThrownBy(
                        () -> DeferredTransaction.begin(Exchange.of(request), dataSource()))
                    .isSameAs(fault))
        .start();

    assertThat(server.visit("/orders")).isEqualTo(200);

    assertThat(calls).containsSubsequence("setAutoCommit(false)", "physical close", "close");
  }

  @Test
  void end_rollbackThrowsAnError_connectionIsDiscardedAndGivenBack() throws Exception {
    faults.put("rollback", new NoClassDefFoundError("driver"));

    visit(transaction -> {});

    assertThat(calls).containsSubsequence("rollback", "abort", "physical close", "close");
    assertThat(server.pitfalls())
        .extracting(Pitfall::kind)
        .containsExactly(PitfallKind.ROLLBACK_FAILED, PitfallKind.CLEANUP_FAILED);
  }

  @Test
  void end_settingThrowsAnError_connectionIsDiscardedAndGivenBack() throws Exception {
    visit(
        transaction -> {
          transaction.connection().setSchema("tenant");
          transaction.commit();
          faults.put("setSchema", new NoClassDefFoundError("driver"));
        });

    assertThat(calls).containsSubsequence("setSchema(public)", "abort", "physical close", "close");
  }

  @Test
  void end_driverHasNoAbort_physicalConnectionIsClosedAllTheSame() throws Exception {
    faults.put("rollback", new SQLException("lost"));
    faults.put("abort", new AbstractMethodError("JDBC 4.0"));

    visit(transaction -> {});

    assertThat(calls).containsSubsequence("rollback", "abort", "physical close", "close");
  }

  @Test
  void end_driverThrowsOneObjectEachTime_connectionIsGivenBack() throws Exception {
    SQLException gone = new SQLException("the connection has gone");
    faults.put("rollback", gone);
    faults.put("abort", gone);
    faults.put("physical close", gone);

    visit(transaction -> {});

    assertThat(calls).containsSubsequence("rollback", "abort", "physical close", "close");
  }

  @Test
  void end_poolLendsWithoutAutoCommit_restoredSettingsAreCommitted() throws Exception {
    lendsWithAutoCommit = false;

    visit(
        transaction -> {
          transaction.connection().setSchema("tenant");
          transaction.commit();
        });

    assertThat(calls)
        .containsSubsequence("setSchema(tenant)", "commit", "setSchema(public)", "commit", "close")
        .doesNotContain("rollback", "setAutoCommit(true)");
  }

  @Test
  void end_poolLendsWithoutAutoCommitAndNothingWasSet_nothingIsCommitted() throws Exception {
    lendsWithAutoCommit = false;

    visit(transaction -> {});

    assertThat(calls).containsExactly("getAutoCommit", "setAutoCommit(false)", "rollback", "close");
  }
}
