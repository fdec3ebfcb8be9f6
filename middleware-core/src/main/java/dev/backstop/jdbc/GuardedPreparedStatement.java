package dev.backstop.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** A prepared statement of a {@link DeferredTransaction}. */
class GuardedPreparedStatement extends GuardedStatement implements PreparedStatement {
  private final PreparedStatement target;
  private final String sql;

  GuardedPreparedStatement(GuardedConnection connection, PreparedStatement target, String sql) {
    super(connection, target);
    this.target = target;
    this.sql = sql;
  }

  private PreparedStatement prepared(String call) throws SQLException {
    on(call);
    return target;
  }

  @Override
  String describe() {
    return "PreparedStatement";
  }

  @Override
  public boolean execute() throws SQLException {
    return run("execute", sql, target::execute);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return run("executeQuery", sql, target::executeQuery);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return run("executeUpdate", sql, target::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return run("executeLargeUpdate", sql, target::executeLargeUpdate);
  }

  // Passed on ----------------------------------------------------------------------------------

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    prepared("setNull").setNull(parameterIndex, sqlType);
  }

  @Override
  public void setBoolean(int parameterIndex, boolean value) throws SQLException {
    prepared("setBoolean").setBoolean(parameterIndex, value);
  }

  @Override
  public void setByte(int parameterIndex, byte value) throws SQLException {
    prepared("setByte").setByte(parameterIndex, value);
  }

  @Override
  public void setShort(int parameterIndex, short value) throws SQLException {
    prepared("setShort").setShort(parameterIndex, value);
  }

  @Override
  public void setInt(int parameterIndex, int value) throws SQLException {
    prepared("setInt").setInt(parameterIndex, value);
  }

  @Override
  public void setLong(int parameterIndex, long value) throws SQLException {
    prepared("setLong").setLong(parameterIndex, value);
  }

  @Override
  public void setFloat(int parameterIndex, float value) throws SQLException {
    prepared("setFloat").setFloat(parameterIndex, value);
  }

  @Override
  public void setDouble(int parameterIndex, double value) throws SQLException {
    prepared("setDouble").setDouble(parameterIndex, value);
  }

  @Override
  public void setBigDecimal(int parameterIndex, BigDecimal value) throws SQLException {
    prepared("setBigDecimal").setBigDecimal(parameterIndex, value);
  }

  @Override
  public void setString(int parameterIndex, String value) throws SQLException {
    prepared("setString").setString(parameterIndex, value);
  }

  @Override
  public void setBytes(int parameterIndex, byte[] value) throws SQLException {
    prepared("setBytes").setBytes(parameterIndex, value);
  }

  @Override
  public void setDate(int parameterIndex, Date value) throws SQLException {
    prepared("setDate").setDate(parameterIndex, value);
  }

  @Override
  public void setTime(int parameterIndex, Time value) throws SQLException {
    prepared("setTime").setTime(parameterIndex, value);
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp value) throws SQLException {
    prepared("setTimestamp").setTimestamp(parameterIndex, value);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream value, int length)
      throws SQLException {
    prepared("setAsciiStream").setAsciiStream(parameterIndex, value, length);
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // as the interface has it
  public void setUnicodeStream(int parameterIndex, InputStream value, int length)
      throws SQLException {
    prepared("setUnicodeStream").setUnicodeStream(parameterIndex, value, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream value, int length)
      throws SQLException {
    prepared("setBinaryStream").setBinaryStream(parameterIndex, value, length);
  }

  @Override
  public void clearParameters() throws SQLException {
    prepared("clearParameters").clearParameters();
  }

  @Override
  public void setObject(int parameterIndex, Object value, int targetSqlType) throws SQLException {
    prepared("setObject").setObject(parameterIndex, value, targetSqlType);
  }

  @Override
  public void setObject(int parameterIndex, Object value) throws SQLException {
    prepared("setObject").setObject(parameterIndex, value);
  }

  @Override
  public void addBatch() throws SQLException {
    prepared("addBatch").addBatch();
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, int length)
      throws SQLException {
    prepared("setCharacterStream").setCharacterStream(parameterIndex, reader, length);
  }

  @Override
  public void setRef(int parameterIndex, Ref value) throws SQLException {
    prepared("setRef").setRef(parameterIndex, value);
  }

  @Override
  public void setBlob(int parameterIndex, Blob value) throws SQLException {
    prepared("setBlob").setBlob(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, Clob value) throws SQLException {
    prepared("setClob").setClob(parameterIndex, value);
  }

  @Override
  public void setArray(int parameterIndex, Array value) throws SQLException {
    prepared("setArray").setArray(parameterIndex, value);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return prepared("getMetaData").getMetaData();
  }

  @Override
  public void setDate(int parameterIndex, Date value, Calendar cal) throws SQLException {
    prepared("setDate").setDate(parameterIndex, value, cal);
  }

  @Override
  public void setTime(int parameterIndex, Time value, Calendar cal) throws SQLException {
    prepared("setTime").setTime(parameterIndex, value, cal);
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp value, Calendar cal) throws SQLException {
    prepared("setTimestamp").setTimestamp(parameterIndex, value, cal);
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    prepared("setNull").setNull(parameterIndex, sqlType, typeName);
  }

  @Override
  public void setURL(int parameterIndex, URL value) throws SQLException {
    prepared("setURL").setURL(parameterIndex, value);
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return prepared("getParameterMetaData").getParameterMetaData();
  }

  @Override
  public void setRowId(int parameterIndex, RowId value) throws SQLException {
    prepared("setRowId").setRowId(parameterIndex, value);
  }

  @Override
  public void setNString(int parameterIndex, String value) throws SQLException {
    prepared("setNString").setNString(parameterIndex, value);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value, long length)
      throws SQLException {
    prepared("setNCharacterStream").setNCharacterStream(parameterIndex, value, length);
  }

  @Override
  public void setNClob(int parameterIndex, NClob value) throws SQLException {
    prepared("setNClob").setNClob(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
    prepared("setClob").setClob(parameterIndex, reader, length);
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream, long length)
      throws SQLException {
    prepared("setBlob").setBlob(parameterIndex, inputStream, length);
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
    prepared("setNClob").setNClob(parameterIndex, reader, length);
  }

  @Override
  public void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException {
    prepared("setSQLXML").setSQLXML(parameterIndex, xmlObject);
  }

  @Override
  public void setObject(int parameterIndex, Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    prepared("setObject").setObject(parameterIndex, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream value, long length)
      throws SQLException {
    prepared("setAsciiStream").setAsciiStream(parameterIndex, value, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream value, long length)
      throws SQLException {
    prepared("setBinaryStream").setBinaryStream(parameterIndex, value, length);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, long length)
      throws SQLException {
    prepared("setCharacterStream").setCharacterStream(parameterIndex, reader, length);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream value) throws SQLException {
    prepared("setAsciiStream").setAsciiStream(parameterIndex, value);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream value) throws SQLException {
    prepared("setBinaryStream").setBinaryStream(parameterIndex, value);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
    prepared("setCharacterStream").setCharacterStream(parameterIndex, reader);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
    prepared("setNCharacterStream").setNCharacterStream(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, Reader reader) throws SQLException {
    prepared("setClob").setClob(parameterIndex, reader);
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
    prepared("setBlob").setBlob(parameterIndex, inputStream);
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader) throws SQLException {
    prepared("setNClob").setNClob(parameterIndex, reader);
  }

  @Override
  public void setObject(int parameterIndex, Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    prepared("setObject").setObject(parameterIndex, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(int parameterIndex, Object value, SQLType targetSqlType)
      throws SQLException {
    prepared("setObject").setObject(parameterIndex, value, targetSqlType);
  }
}
