package com.example.pitfalls;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A driver whose next commit goes wrong, if it is told so, as databases and networks do it. */
final class FailingCommit {
  /** What becomes of a commit. */
  enum How {
    /** The database rolls back, and says so: a constraint that is looked at last. */
    REFUSED("23505"),
    /** The database commits, and the connection breaks before the caller hears of it. */
    REPLY_LOST("08006");

    private final String sqlState;

    How(String sqlState) {
      this.sqlState = sqlState;
    }
  }

  private final AtomicReference<How> next = new AtomicReference<>();

  void next(How how) {
    next.set(how);
  }

  /** Returns the sessions with this in front. */
  DataSource around(DataSource sessions) {
    return Proxied.of(
        DataSource.class,
        (method, arguments) -> {
          Object result = method.invoke(sessions, arguments);
          return result instanceof Connection session ? around(session) : result;
        });
  }

  private Connection around(Connection session) {
    return Proxied.of(
        Connection.class,
        (method, arguments) -> {
          How how = method.getName().equals("commit") ? next.getAndSet(null) : null;
          if (how == null) {
            return method.invoke(session, arguments);
          }
          if (how == How.REPLY_LOST) {
            session.commit();
          } else {
            session.rollback();
          }
          throw new SQLException("commit: " + how, how.sqlState);
        });
  }
}
