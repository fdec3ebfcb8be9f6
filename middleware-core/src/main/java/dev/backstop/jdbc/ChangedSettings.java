package dev.backstop.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the application has changed, with the values that the pool gave. One that is
 * never changed is never read: some drivers ask the database for it.
 *
 * <p>Not thread-safe, as a connection is not.
 */
final class ChangedSettings {
  private final Connection given;
  private final boolean autoCommit;
  private final Map<Setting, @Nullable Object> before = new EnumMap<>(Setting.class);

  ChangedSettings(Connection given, boolean autoCommit) {
    this.given = given;
    this.autoCommit = autoCommit;
  }

  /** The application is about to change a setting. */
  void aboutToChange(Setting setting) throws SQLException {
    if (!before.containsKey(setting)) {
      before.put(setting, setting.read(given));
    }
  }

  /** Puts everything back, autoCommit last. Only for a connection without uncommitted work. */
  void restore() throws SQLException {
    for (Map.Entry<Setting, @Nullable Object> each : before.entrySet()) {
      each.getKey().write(given, each.getValue());
    }
    if (autoCommit) {
      given.setAutoCommit(true);
    } else if (!before.isEmpty()) {
      given.commit(); // PostgreSQL takes a SET back that is rolled back, as pools do at close()
    }
  }
}
