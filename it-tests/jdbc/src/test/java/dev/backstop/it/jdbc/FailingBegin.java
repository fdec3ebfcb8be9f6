package dev.backstop.it.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** A pool whose next connection has its mishap before anybody has used it. */
final class FailingBegin {
  private FailingBegin() {}

  static DataSource of(DataSource pool, Mishap mishap) {
    return (DataSource)
        Proxy.newProxyInstance(
            FailingBegin.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(pool, arguments);
                if (result instanceof Connection connection) {
                  mishap.prepare(connection);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
