package dev.backstop.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The two ways in which a connection goes back to where it came from. */
final class GivenConnection {
  private GivenConnection() {}

  /** Gives back one that cannot be used, because of a failure that is told elsewhere. */
  static void closeAfter(Throwable failure, Connection given) {
    try {
      given.close();
    } catch (SQLException | RuntimeException | Error e) {
      suppress(failure, e);
    }
  }

  private static void suppress(Throwable failure, Throwable later) {
    if (later != failure) { // a driver may throw one object again, which refuses itself
      failure.addSuppressed(later);
    }
  }

  /**
   * Gives back one whose state nobody knows, in such a way that the pool cannot hand it out with
   * work of this exchange on it: the physical connection ends first.
   */
  static void discardAfter(Throwable failure, Connection given) {
    try {
      given.abort(Runnable::run);
    } catch (SQLException | RuntimeException | Error e) {
      suppress(failure, e); // not every driver has it: those of JDBC 4.0 have no such method
    }
    try {
      // H2's abort does nothing. HikariCP's connections unwrap to the driver's, others to
      // themselves.
      Connection physical = given.unwrap(Connection.class);
      if (physical != given) {
        physical.close();
      }
    } catch (SQLException | RuntimeException | Error e) {
      suppress(failure, e);
    }
    closeAfter(failure, given);
  }
}
