package dev.backstop.it.jdbc;

import dev.backstop.it.jdbc.Faults.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What befalls one order of the chaos. */
enum Mishap {
  NONE(null, null),
  /** The pool has nothing to give, or what it gives does not begin. */
  BEGIN_FAILS("setAutoCommit", Fault.FAILED),
  BEGIN_CUT("setAutoCommit", Fault.NOT_SENT),
  /** The application throws between two statements. */
  APPLICATION_THROWS(null, null),
  /** As above, and then each rollback fails, the pool's own too. */
  ROLLBACK_FAILS("rollback", Fault.FAILED),
  ROLLBACK_CUT("rollback", Fault.NOT_SENT),
  /** A statement fails in the database. */
  STATEMENT_FAILS(null, null),
  /** The database ends the session between two statements. */
  CUT_BETWEEN(null, null),
  /** The database ends the session before the commit. */
  CUT_BEFORE_COMMIT(null, null),
  /** The commit is refused. */
  COMMIT_REFUSED("commit", Fault.REFUSED),
  COMMIT_SERIALIZATION("commit", Fault.SERIALIZATION),
  /** The commit does not arrive, or its reply does not. */
  COMMIT_NOT_SENT("commit", Fault.NOT_SENT),
  COMMIT_REPLY_LOST("commit", Fault.REPLY_LOST),
  /** The connection cannot be restored, after a commit. */
  RESTORE_FAILS(null, null);

  final @Nullable String call;
  final @Nullable Fault fault;

  Mishap(@Nullable String call, @Nullable Fault fault) {
    this.call = call;
    this.fault = fault;
  }

  /**
   * One order in five may have a mishap: HikariCP waits 30 ms after each connection that it opens,
   * and most of them cost one.
   */
  static Mishap of(Random random) {
    return random.nextInt(5) == 0 ? values()[random.nextInt(values().length)] : NONE;
  }

  boolean isOfBegin() {
    return this == BEGIN_FAILS || this == BEGIN_CUT;
  }

  boolean throwsInApplication() {
    return this == APPLICATION_THROWS || this == ROLLBACK_FAILS || this == ROLLBACK_CUT;
  }

  /** Tells the session to fail, for a call that is still to come. */
  void prepare(Connection connection) throws SQLException {
    if (this == ROLLBACK_FAILS) {
      connection.unwrap(Faults.class).always(call, fault); // the pool tries once more
    } else if (call != null) {
      connection.unwrap(Faults.class).next(call, fault);
    }
  }
}
