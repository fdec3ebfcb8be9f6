package dev.backstop.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** A call of a {@link DeferredTransaction}. */
final class GuardedCallableStatement extends GuardedPreparedStatement implements CallableStatement {
  private final CallableStatement target;

  GuardedCallableStatement(GuardedConnection connection, CallableStatement target, String sql) {
    super(connection, target, sql);
    this.target = target;
  }

  private CallableStatement callable(String call) throws SQLException {
    on(call);
    return target;
  }

  @Override
  String describe() {
    return "CallableStatement";
  }

  // Passed on ----------------------------------------------------------------------------------

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterIndex, sqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterIndex, sqlType, scale);
  }

  @Override
  public boolean wasNull() throws SQLException {
    return callable("wasNull").wasNull();
  }

  @Override
  public String getString(int parameterIndex) throws SQLException {
    return callable("getString").getString(parameterIndex);
  }

  @Override
  public boolean getBoolean(int parameterIndex) throws SQLException {
    return callable("getBoolean").getBoolean(parameterIndex);
  }

  @Override
  public byte getByte(int parameterIndex) throws SQLException {
    return callable("getByte").getByte(parameterIndex);
  }

  @Override
  public short getShort(int parameterIndex) throws SQLException {
    return callable("getShort").getShort(parameterIndex);
  }

  @Override
  public int getInt(int parameterIndex) throws SQLException {
    return callable("getInt").getInt(parameterIndex);
  }

  @Override
  public long getLong(int parameterIndex) throws SQLException {
    return callable("getLong").getLong(parameterIndex);
  }

  @Override
  public float getFloat(int parameterIndex) throws SQLException {
    return callable("getFloat").getFloat(parameterIndex);
  }

  @Override
  public double getDouble(int parameterIndex) throws SQLException {
    return callable("getDouble").getDouble(parameterIndex);
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // as the interface has it
  public BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    return callable("getBigDecimal").getBigDecimal(parameterIndex, scale);
  }

  @Override
  public byte[] getBytes(int parameterIndex) throws SQLException {
    return callable("getBytes").getBytes(parameterIndex);
  }

  @Override
  public Date getDate(int parameterIndex) throws SQLException {
    return callable("getDate").getDate(parameterIndex);
  }

  @Override
  public Time getTime(int parameterIndex) throws SQLException {
    return callable("getTime").getTime(parameterIndex);
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex) throws SQLException {
    return callable("getTimestamp").getTimestamp(parameterIndex);
  }

  @Override
  public Object getObject(int parameterIndex) throws SQLException {
    return callable("getObject").getObject(parameterIndex);
  }

  @Override
  public BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    return callable("getBigDecimal").getBigDecimal(parameterIndex);
  }

  @Override
  public Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
    return callable("getObject").getObject(parameterIndex, map);
  }

  @Override
  public Ref getRef(int parameterIndex) throws SQLException {
    return callable("getRef").getRef(parameterIndex);
  }

  @Override
  public Blob getBlob(int parameterIndex) throws SQLException {
    return callable("getBlob").getBlob(parameterIndex);
  }

  @Override
  public Clob getClob(int parameterIndex) throws SQLException {
    return callable("getClob").getClob(parameterIndex);
  }

  @Override
  public Array getArray(int parameterIndex) throws SQLException {
    return callable("getArray").getArray(parameterIndex);
  }

  @Override
  public Date getDate(int parameterIndex, Calendar cal) throws SQLException {
    return callable("getDate").getDate(parameterIndex, cal);
  }

  @Override
  public Time getTime(int parameterIndex, Calendar cal) throws SQLException {
    return callable("getTime").getTime(parameterIndex, cal);
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex, Calendar cal) throws SQLException {
    return callable("getTimestamp").getTimestamp(parameterIndex, cal);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterIndex, sqlType, typeName);
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterName, sqlType);
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, int scale)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterName, sqlType, scale);
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, String typeName)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterName, sqlType, typeName);
  }

  @Override
  public URL getURL(int parameterIndex) throws SQLException {
    return callable("getURL").getURL(parameterIndex);
  }

  @Override
  public void setURL(String parameterName, URL val) throws SQLException {
    callable("setURL").setURL(parameterName, val);
  }

  @Override
  public void setNull(String parameterName, int sqlType) throws SQLException {
    callable("setNull").setNull(parameterName, sqlType);
  }

  @Override
  public void setBoolean(String parameterName, boolean value) throws SQLException {
    callable("setBoolean").setBoolean(parameterName, value);
  }

  @Override
  public void setByte(String parameterName, byte value) throws SQLException {
    callable("setByte").setByte(parameterName, value);
  }

  @Override
  public void setShort(String parameterName, short value) throws SQLException {
    callable("setShort").setShort(parameterName, value);
  }

  @Override
  public void setInt(String parameterName, int value) throws SQLException {
    callable("setInt").setInt(parameterName, value);
  }

  @Override
  public void setLong(String parameterName, long value) throws SQLException {
    callable("setLong").setLong(parameterName, value);
  }

  @Override
  public void setFloat(String parameterName, float value) throws SQLException {
    callable("setFloat").setFloat(parameterName, value);
  }

  @Override
  public void setDouble(String parameterName, double value) throws SQLException {
    callable("setDouble").setDouble(parameterName, value);
  }

  @Override
  public void setBigDecimal(String parameterName, BigDecimal value) throws SQLException {
    callable("setBigDecimal").setBigDecimal(parameterName, value);
  }

  @Override
  public void setString(String parameterName, String value) throws SQLException {
    callable("setString").setString(parameterName, value);
  }

  @Override
  public void setBytes(String parameterName, byte[] value) throws SQLException {
    callable("setBytes").setBytes(parameterName, value);
  }

  @Override
  public void setDate(String parameterName, Date value) throws SQLException {
    callable("setDate").setDate(parameterName, value);
  }

  @Override
  public void setTime(String parameterName, Time value) throws SQLException {
    callable("setTime").setTime(parameterName, value);
  }

  @Override
  public void setTimestamp(String parameterName, Timestamp value) throws SQLException {
    callable("setTimestamp").setTimestamp(parameterName, value);
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream value, int length)
      throws SQLException {
    callable("setAsciiStream").setAsciiStream(parameterName, value, length);
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream value, int length)
      throws SQLException {
    callable("setBinaryStream").setBinaryStream(parameterName, value, length);
  }

  @Override
  public void setObject(String parameterName, Object value, int targetSqlType, int scale)
      throws SQLException {
    callable("setObject").setObject(parameterName, value, targetSqlType, scale);
  }

  @Override
  public void setObject(String parameterName, Object value, int targetSqlType) throws SQLException {
    callable("setObject").setObject(parameterName, value, targetSqlType);
  }

  @Override
  public void setObject(String parameterName, Object value) throws SQLException {
    callable("setObject").setObject(parameterName, value);
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader, int length)
      throws SQLException {
    callable("setCharacterStream").setCharacterStream(parameterName, reader, length);
  }

  @Override
  public void setDate(String parameterName, Date value, Calendar cal) throws SQLException {
    callable("setDate").setDate(parameterName, value, cal);
  }

  @Override
  public void setTime(String parameterName, Time value, Calendar cal) throws SQLException {
    callable("setTime").setTime(parameterName, value, cal);
  }

  @Override
  public void setTimestamp(String parameterName, Timestamp value, Calendar cal)
      throws SQLException {
    callable("setTimestamp").setTimestamp(parameterName, value, cal);
  }

  @Override
  public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
    callable("setNull").setNull(parameterName, sqlType, typeName);
  }

  @Override
  public String getString(String parameterName) throws SQLException {
    return callable("getString").getString(parameterName);
  }

  @Override
  public boolean getBoolean(String parameterName) throws SQLException {
    return callable("getBoolean").getBoolean(parameterName);
  }

  @Override
  public byte getByte(String parameterName) throws SQLException {
    return callable("getByte").getByte(parameterName);
  }

  @Override
  public short getShort(String parameterName) throws SQLException {
    return callable("getShort").getShort(parameterName);
  }

  @Override
  public int getInt(String parameterName) throws SQLException {
    return callable("getInt").getInt(parameterName);
  }

  @Override
  public long getLong(String parameterName) throws SQLException {
    return callable("getLong").getLong(parameterName);
  }

  @Override
  public float getFloat(String parameterName) throws SQLException {
    return callable("getFloat").getFloat(parameterName);
  }

  @Override
  public double getDouble(String parameterName) throws SQLException {
    return callable("getDouble").getDouble(parameterName);
  }

  @Override
  public byte[] getBytes(String parameterName) throws SQLException {
    return callable("getBytes").getBytes(parameterName);
  }

  @Override
  public Date getDate(String parameterName) throws SQLException {
    return callable("getDate").getDate(parameterName);
  }

  @Override
  public Time getTime(String parameterName) throws SQLException {
    return callable("getTime").getTime(parameterName);
  }

  @Override
  public Timestamp getTimestamp(String parameterName) throws SQLException {
    return callable("getTimestamp").getTimestamp(parameterName);
  }

  @Override
  public Object getObject(String parameterName) throws SQLException {
    return callable("getObject").getObject(parameterName);
  }

  @Override
  public BigDecimal getBigDecimal(String parameterName) throws SQLException {
    return callable("getBigDecimal").getBigDecimal(parameterName);
  }

  @Override
  public Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
    return callable("getObject").getObject(parameterName, map);
  }

  @Override
  public Ref getRef(String parameterName) throws SQLException {
    return callable("getRef").getRef(parameterName);
  }

  @Override
  public Blob getBlob(String parameterName) throws SQLException {
    return callable("getBlob").getBlob(parameterName);
  }

  @Override
  public Clob getClob(String parameterName) throws SQLException {
    return callable("getClob").getClob(parameterName);
  }

  @Override
  public Array getArray(String parameterName) throws SQLException {
    return callable("getArray").getArray(parameterName);
  }

  @Override
  public Date getDate(String parameterName, Calendar cal) throws SQLException {
    return callable("getDate").getDate(parameterName, cal);
  }

  @Override
  public Time getTime(String parameterName, Calendar cal) throws SQLException {
    return callable("getTime").getTime(parameterName, cal);
  }

  @Override
  public Timestamp getTimestamp(String parameterName, Calendar cal) throws SQLException {
    return callable("getTimestamp").getTimestamp(parameterName, cal);
  }

  @Override
  public URL getURL(String parameterName) throws SQLException {
    return callable("getURL").getURL(parameterName);
  }

  @Override
  public RowId getRowId(int parameterIndex) throws SQLException {
    return callable("getRowId").getRowId(parameterIndex);
  }

  @Override
  public RowId getRowId(String parameterName) throws SQLException {
    return callable("getRowId").getRowId(parameterName);
  }

  @Override
  public void setRowId(String parameterName, RowId value) throws SQLException {
    callable("setRowId").setRowId(parameterName, value);
  }

  @Override
  public void setNString(String parameterName, String value) throws SQLException {
    callable("setNString").setNString(parameterName, value);
  }

  @Override
  public void setNCharacterStream(String parameterName, Reader value, long length)
      throws SQLException {
    callable("setNCharacterStream").setNCharacterStream(parameterName, value, length);
  }

  @Override
  public void setNClob(String parameterName, NClob value) throws SQLException {
    callable("setNClob").setNClob(parameterName, value);
  }

  @Override
  public void setClob(String parameterName, Reader reader, long length) throws SQLException {
    callable("setClob").setClob(parameterName, reader, length);
  }

  @Override
  public void setBlob(String parameterName, InputStream inputStream, long length)
      throws SQLException {
    callable("setBlob").setBlob(parameterName, inputStream, length);
  }

  @Override
  public void setNClob(String parameterName, Reader reader, long length) throws SQLException {
    callable("setNClob").setNClob(parameterName, reader, length);
  }

  @Override
  public NClob getNClob(int parameterIndex) throws SQLException {
    return callable("getNClob").getNClob(parameterIndex);
  }

  @Override
  public NClob getNClob(String parameterName) throws SQLException {
    return callable("getNClob").getNClob(parameterName);
  }

  @Override
  public void setSQLXML(String parameterName, SQLXML xmlObject) throws SQLException {
    callable("setSQLXML").setSQLXML(parameterName, xmlObject);
  }

  @Override
  public SQLXML getSQLXML(int parameterIndex) throws SQLException {
    return callable("getSQLXML").getSQLXML(parameterIndex);
  }

  @Override
  public SQLXML getSQLXML(String parameterName) throws SQLException {
    return callable("getSQLXML").getSQLXML(parameterName);
  }

  @Override
  public String getNString(int parameterIndex) throws SQLException {
    return callable("getNString").getNString(parameterIndex);
  }

  @Override
  public String getNString(String parameterName) throws SQLException {
    return callable("getNString").getNString(parameterName);
  }

  @Override
  public Reader getNCharacterStream(int parameterIndex) throws SQLException {
    return callable("getNCharacterStream").getNCharacterStream(parameterIndex);
  }

  @Override
  public Reader getNCharacterStream(String parameterName) throws SQLException {
    return callable("getNCharacterStream").getNCharacterStream(parameterName);
  }

  @Override
  public Reader getCharacterStream(int parameterIndex) throws SQLException {
    return callable("getCharacterStream").getCharacterStream(parameterIndex);
  }

  @Override
  public Reader getCharacterStream(String parameterName) throws SQLException {
    return callable("getCharacterStream").getCharacterStream(parameterName);
  }

  @Override
  public void setBlob(String parameterName, Blob value) throws SQLException {
    callable("setBlob").setBlob(parameterName, value);
  }

  @Override
  public void setClob(String parameterName, Clob value) throws SQLException {
    callable("setClob").setClob(parameterName, value);
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream value, long length)
      throws SQLException {
    callable("setAsciiStream").setAsciiStream(parameterName, value, length);
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream value, long length)
      throws SQLException {
    callable("setBinaryStream").setBinaryStream(parameterName, value, length);
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader, long length)
      throws SQLException {
    callable("setCharacterStream").setCharacterStream(parameterName, reader, length);
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream value) throws SQLException {
    callable("setAsciiStream").setAsciiStream(parameterName, value);
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream value) throws SQLException {
    callable("setBinaryStream").setBinaryStream(parameterName, value);
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader) throws SQLException {
    callable("setCharacterStream").setCharacterStream(parameterName, reader);
  }

  @Override
  public void setNCharacterStream(String parameterName, Reader value) throws SQLException {
    callable("setNCharacterStream").setNCharacterStream(parameterName, value);
  }

  @Override
  public void setClob(String parameterName, Reader reader) throws SQLException {
    callable("setClob").setClob(parameterName, reader);
  }

  @Override
  public void setBlob(String parameterName, InputStream inputStream) throws SQLException {
    callable("setBlob").setBlob(parameterName, inputStream);
  }

  @Override
  public void setNClob(String parameterName, Reader reader) throws SQLException {
    callable("setNClob").setNClob(parameterName, reader);
  }

  @Override
  public <T> T getObject(int parameterIndex, Class<T> type) throws SQLException {
    return callable("getObject").getObject(parameterIndex, type);
  }

  @Override
  public <T> T getObject(String parameterName, Class<T> type) throws SQLException {
    return callable("getObject").getObject(parameterName, type);
  }

  @Override
  public void setObject(
      String parameterName, Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    callable("setObject").setObject(parameterName, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(String parameterName, Object value, SQLType targetSqlType)
      throws SQLException {
    callable("setObject").setObject(parameterName, value, targetSqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterIndex, sqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterIndex, sqlType, scale);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterIndex, sqlType, typeName);
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterName, sqlType);
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, int scale)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterName, sqlType, scale);
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, String typeName)
      throws SQLException {
    callable("registerOutParameter").registerOutParameter(parameterName, sqlType, typeName);
  }
}
