package dev.backstop.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** A statement that passes on each call that neither runs nor closes it. */
abstract class ForwardingStatement implements Statement {
  /**
   * Returns where a call goes.
   *
   * @throws SQLException where its connection has gone
   */
  abstract Statement on(String call) throws SQLException;

  @Override
  public int getMaxFieldSize() throws SQLException {
    return on("getMaxFieldSize").getMaxFieldSize();
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    on("setMaxFieldSize").setMaxFieldSize(max);
  }

  @Override
  public int getMaxRows() throws SQLException {
    return on("getMaxRows").getMaxRows();
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    on("setMaxRows").setMaxRows(max);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    on("setEscapeProcessing").setEscapeProcessing(enable);
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    return on("getQueryTimeout").getQueryTimeout();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    on("setQueryTimeout").setQueryTimeout(seconds);
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return on("getWarnings").getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    on("clearWarnings").clearWarnings();
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    on("setCursorName").setCursorName(name);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return on("getResultSet").getResultSet();
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return on("getUpdateCount").getUpdateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return on("getMoreResults").getMoreResults();
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    on("setFetchDirection").setFetchDirection(direction);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return on("getFetchDirection").getFetchDirection();
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    on("setFetchSize").setFetchSize(rows);
  }

  @Override
  public int getFetchSize() throws SQLException {
    return on("getFetchSize").getFetchSize();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    return on("getResultSetConcurrency").getResultSetConcurrency();
  }

  @Override
  public int getResultSetType() throws SQLException {
    return on("getResultSetType").getResultSetType();
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    on("addBatch").addBatch(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    on("clearBatch").clearBatch();
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    return on("getMoreResults").getMoreResults(current);
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return on("getGeneratedKeys").getGeneratedKeys();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    return on("getResultSetHoldability").getResultSetHoldability();
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    on("setPoolable").setPoolable(poolable);
  }

  @Override
  public boolean isPoolable() throws SQLException {
    return on("isPoolable").isPoolable();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    on("closeOnCompletion").closeOnCompletion();
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    return on("isCloseOnCompletion").isCloseOnCompletion();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return on("getLargeUpdateCount").getLargeUpdateCount();
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    on("setLargeMaxRows").setLargeMaxRows(max);
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    return on("getLargeMaxRows").getLargeMaxRows();
  }

  @Override
  public String enquoteLiteral(String val) throws SQLException {
    return on("enquoteLiteral").enquoteLiteral(val);
  }

  @Override
  public String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
    return on("enquoteIdentifier").enquoteIdentifier(identifier, alwaysQuote);
  }

  @Override
  public boolean isSimpleIdentifier(String identifier) throws SQLException {
    return on("isSimpleIdentifier").isSimpleIdentifier(identifier);
  }

  @Override
  public String enquoteNCharLiteral(String val) throws SQLException {
    return on("enquoteNCharLiteral").enquoteNCharLiteral(val);
  }
}
