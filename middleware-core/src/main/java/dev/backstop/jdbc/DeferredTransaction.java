package dev.backstop.jdbc;

import dev.backstop.Exchange;
import dev.backstop.cancellation.Reaction;
import dev.backstop.cleanup.Registration;
import dev.backstop.outcome.ErrorClassifier;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A database transaction that ends with its exchange, if not before.
 *
 * <pre>{@code
 * DeferredTransaction transaction = DeferredTransaction.begin(Exchange.of(request), dataSource);
 * orders.insert(transaction.connection(), order);
 * transaction.commit();
 * response.setStatus(201);
 * }</pre>
 *
 * <p>The application commits; nothing commits for it. At the end of the exchange, as a cleanup
 * named {@code db.transaction}, once and in this order:
 *
 * <ol>
 *   <li>statements that run are cancelled, and those that are open are closed, last opened first,
 *       their result sets with them;
 *   <li>what was not committed is rolled back; after a commit nothing is;
 *   <li>the settings that the application changed through {@link #connection} are put back as the
 *       pool gave them: read-only, isolation, catalog, schema, holdability, network timeout, and
 *       autoCommit last, since to set it commits;
 *   <li>the connection is closed. One of which nobody knows the state is ended before that, so that
 *       the pool cannot hand it out.
 * </ol>
 *
 * <p>When the exchange is cancelled before its end, by {@link Exchange#deadline} for one,
 * statements that run are cancelled, as by {@link #cancel}; the end rolls back.
 *
 * <p>Misuse is reported with its line of code ({@code BS-801} to {@code BS-811}). A call that
 * tidies up ({@link #rollback}, {@code close}, {@code setAutoCommit}) never throws, whatever
 * happens in the database: it often stands in a {@code finally}, where it would hide the error that
 * mattered.
 *
 * <p>Not seen: what goes past the guard, as {@code COMMIT} or {@code SET} in SQL, a connection by
 * {@code unwrap}, or by {@code getStatement().getConnection()} of a result set.
 *
 * <p>A transaction is used by one thread at a time, as its connection is; {@link #cancel} and the
 * end may come on any other.
 */
public final class DeferredTransaction {
  private static final String NAME = "db.transaction";

  private final TransactionLife life;
  private final GuardedConnection connection;
  private final Registration registration;

  private DeferredTransaction(Exchange exchange, TransactionLife life) {
    this.life = life;
    this.connection = new GuardedConnection(life);
    Reaction reaction =
        exchange
            .cancellation()
            .onCancel(
                NAME,
                () -> {
                  if (!exchange.isEnded()) { // else the end, or who took it over, decides
                    life.cancel();
                  }
                });
    this.registration =
        exchange
            .cleanups()
            .register(
                NAME,
                outcome -> {
                  reaction.remove();
                  life.end(outcome);
                });
  }

  /**
   * Takes a connection, and begins a transaction on it.
   *
   * @param exchange whose end commits or rolls back
   * @param dataSource asked for one connection, on this thread
   * @return the transaction, which its exchange ends
   * @throws SQLException as the data source and its connection throw it; nothing is held then
   * @throws IllegalStateException where the exchange has ended: it could not be committed any more
   */
  public static DeferredTransaction begin(Exchange exchange, DataSource dataSource)
      throws SQLException {
    if (exchange.isEnded()) {
      throw Refused.beginTooLate(exchange);
    }
    StackTraceElement site = ErrorClassifier.callSite();
    Connection given = dataSource.getConnection();
    try {
      boolean autoCommit = given.getAutoCommit();
      given.setAutoCommit(false);
      ChangedSettings settings = new ChangedSettings(given, autoCommit);
      return new DeferredTransaction(
          exchange, new TransactionLife(exchange, given, settings, site));
    } catch (SQLException | RuntimeException | Error e) {
      GivenConnection.discardAfter(e, given);
      throw e;
    }
  }

  /**
   * {@return the connection} It begins without autoCommit, and stays so: {@code setAutoCommit} does
   * nothing. Its {@code close()} ends the transaction there and then, as the end of the exchange
   * would, and gives the connection back.
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Commits, before the client has its answer. Work that follows is a unit of its own, which has to
   * be committed as well.
   *
   * @throws CommitOutcomeUnknownException where nobody knows whether it was committed; it is
   *     recorded as the error of the exchange
   * @throws SQLException where the database refused and rolled back, which is recorded too unless
   *     it asks for another try (SQL state class 40); and in a cleanup, after the end, after {@link
   *     #cancel}, and after a commit that failed: then nothing is sent to the database
   */
  public void commit() throws SQLException {
    life.commit();
  }

  /**
   * Rolls back. Never throws: a rollback that fails is reported, the connection will be discarded,
   * and the transaction refuses to go on.
   */
  public void rollback() {
    life.rollback();
  }

  /**
   * Cancels the statements that run now, on whatever thread, and refuses statements and commit from
   * now on. It ends nothing: the end of the exchange rolls back. Never throws; any thread.
   *
   * <p>A driver may overlook a cancel in the instant between our look and its start ({@code
   * java.sql.Statement.cancel} promises nothing); closing at the end then cancels once more.
   */
  public void cancel() {
    life.cancel();
  }

  /** {@return whether a commit has succeeded, and nothing was done since} */
  public boolean isCommitted() {
    return life.isCommitted();
  }

  /** {@return the cleanup that ends it, for one who hands it over or ends it early} */
  public Registration registration() {
    return registration;
  }

  @Override
  public String toString() {
    return life.toString();
  }
}
