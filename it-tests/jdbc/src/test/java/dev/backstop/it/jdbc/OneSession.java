package dev.backstop.it.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The simplest of pools: it lends one session as it is, and takes it back as it comes. */
final class OneSession implements DataSource, AutoCloseable {
  private final Connection session;
  private volatile boolean isBack = true;

  OneSession(DataSource sessions) throws SQLException {
    session = sessions.getConnection();
  }

  Connection session() {
    return session;
  }

  boolean isBack() {
    return isBack;
  }

  @Override
  public Connection getConnection() {
    isBack = false;
    return (Connection)
        Proxy.newProxyInstance(
            OneSession.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                isBack = true;
                return null;
              }
              try {
                return method.invoke(session, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
