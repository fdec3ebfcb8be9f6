package dev.backstop.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;

/**
 * For Backstop's own packages: a connection that passes on each call that has nothing to do with
 * the transaction.
 *
 * <p>Default methods that came after JDBC 4.3 work by their defaults.
 */
public abstract class ForwardingConnection implements Connection {
  /** For subclasses. */
  protected ForwardingConnection() {}

  /**
   * {@return where a call goes}
   *
   * @param call the name of the method that was called, for messages
   * @throws SQLException where there is none any more
   */
  protected abstract Connection on(String call) throws SQLException;

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return on("nativeSQL").nativeSQL(sql);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return on("isReadOnly").isReadOnly();
  }

  @Override
  public String getCatalog() throws SQLException {
    return on("getCatalog").getCatalog();
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return on("getTransactionIsolation").getTransactionIsolation();
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
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return on("getTypeMap").getTypeMap();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    on("setTypeMap").setTypeMap(map);
  }

  @Override
  public int getHoldability() throws SQLException {
    return on("getHoldability").getHoldability();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return on("setSavepoint").setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return on("setSavepoint").setSavepoint(name);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    on("releaseSavepoint").releaseSavepoint(savepoint);
  }

  @Override
  public Clob createClob() throws SQLException {
    return on("createClob").createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return on("createBlob").createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return on("createNClob").createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return on("createSQLXML").createSQLXML();
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return on("getClientInfo").getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return on("getClientInfo").getClientInfo();
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    return on("createArrayOf").createArrayOf(typeName, elements);
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    return on("createStruct").createStruct(typeName, attributes);
  }

  @Override
  public String getSchema() throws SQLException {
    return on("getSchema").getSchema();
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return on("getNetworkTimeout").getNetworkTimeout();
  }
}
