package dev.backstop.jdbc;

import java.sql.SQLException;

/**
 * A commit that failed in such a way that nobody on this side knows whether the database has the
 * work or not, as when the connection was lost before the reply. The SQL state is {@code 08007},
 * "transaction resolution unknown" (ISO/IEC 9075-2, 24.1); the cause is what the driver threw.
 *
 * <p>Never answer it with success, and never repeat the work without a key that makes the
 * repetition harmless.
 */
public final class CommitOutcomeUnknownException extends SQLException {
  private static final long serialVersionUID = 1;

  CommitOutcomeUnknownException(Throwable cause) {
    super(
        "the commit failed and it is unknown whether the database has the work: "
            + cause
            + "; expected a commit or a refusal; look for the row before the work is repeated",
        "08007",
        cause);
  }
}
