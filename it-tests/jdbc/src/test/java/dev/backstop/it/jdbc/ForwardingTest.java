package dev.backstop.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.jdbc.DeferredTransaction;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Every method of the guarded classes reaches the driver with its arguments, but for a known few.
 */
class ForwardingTest {
  /** These belong to the transaction, or to the pool. */
  private static final Set<String> OWN =
      Set.of(
          "Connection.setAutoCommit",
          "Connection.getAutoCommit",
          "Connection.close",
          "Connection.beginRequest",
          "Connection.endRequest",
          "Connection.setShardingKey",
          "Connection.setShardingKeyIfValid",
          "Statement.close",
          "Statement.getConnection");

  /** Newer than JDBC 4.3: they work by their defaults. */
  private static final Set<String> NEWER =
      Set.of(
          "Connection.enquoteLiteral",
          "Connection.enquoteIdentifier",
          "Connection.enquoteNCharLiteral",
          "Connection.isSimpleIdentifier");

  private final List<String> calls = new ArrayList<>();

  /** A driver that keeps what it is called with. */
  private <T> T driver(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            ForwardingTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              calls.add(method.getName() + Arrays.deepToString(arguments));
              Class<?> result = method.getReturnType();
              return Statement.class.isAssignableFrom(result) ? driver(result) : zero(result);
            }));
  }

  private static Object zero(Class<?> type) {
    return type.isPrimitive() && type != void.class
        ? Array.get(Array.newInstance(type, 1), 0)
        : null;
  }

  private static Object argument(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == Class.class) {
      return Runnable.class; // for unwrap: one that the guard is not
    }
    return type.isArray() ? Array.newInstance(type.getComponentType(), 1) : zero(type);
  }

  @Test
  void everyMethod_arrivesAtTheDriverWithItsArguments() throws SQLException {
    Set<String> lost = new TreeSet<>();
    List<Integer> counts = new ArrayList<>();
    try (Shop shop = new Shop(Place.JETTY_H2, 1)) {
      shop.on(
          "/all",
          (exchange, request, response) -> {
            DataSource pool =
                (DataSource)
                    Proxy.newProxyInstance(
                        ForwardingTest.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> driver(Connection.class));
            Connection connection = DeferredTransaction.begin(exchange, pool).connection();
            counts.add(check(connection, Connection.class, lost));
            counts.add(check(connection.createStatement(), Statement.class, lost));
            counts.add(check(connection.prepareStatement("text"), PreparedStatement.class, lost));
            counts.add(check(connection.prepareCall("text"), CallableStatement.class, lost));
          });
      shop.visit("/all");
    }

    assertThat(lost).isEmpty();
    assertThat(counts).hasSize(4).allMatch(count -> count > 30);
  }

  /** Calls all methods of an interface that are instance methods; adds those that do not arrive. */
  private int check(Object guard, Class<?> type, Set<String> lost) {
    int count = 0;
    for (Method method : type.getMethods()) {
      String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
      if (Modifier.isStatic(method.getModifiers())
          || OWN.contains(name)
          || NEWER.contains(name)
          || name.equals("Connection.abort") // it ends the transaction: a test of its own
          || (name.equals("Connection.rollback") && method.getParameterCount() == 0)) {
        continue;
      }
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(ForwardingTest::argument).toArray();
      calls.clear();
      try {
        method.invoke(guard, arguments);
      } catch (InvocationTargetException e) {
        lost.add(name + " threw " + e.getCause());
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
      String expected =
          method.getName()
              + Arrays.deepToString(method.getParameterCount() == 0 ? null : arguments);
      if (!calls.contains(expected)) {
        lost.add(name + ": " + expected + " came as " + calls);
      }
      count++;
    }
    return count;
  }
}
