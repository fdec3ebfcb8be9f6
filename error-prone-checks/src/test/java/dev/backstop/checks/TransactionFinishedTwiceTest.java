package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import org.junit.jupiter.api.Test;

class TransactionFinishedTwiceTest {
  private static final String HEAD =
      """
      import java.io.IOException;
      import java.sql.Connection;
      import java.sql.SQLException;
      import java.sql.Savepoint;
      import javax.sql.DataSource;
      import jakarta.persistence.EntityManager;
      import jakarta.persistence.EntityTransaction;
      import org.springframework.transaction.PlatformTransactionManager;
      import org.springframework.transaction.TransactionStatus;

      abstract class Orders {
        Connection connection;
        DataSource source;
        EntityManager em;
        PlatformTransactionManager manager;
        java.util.logging.Logger log;

        abstract void work(Object on) throws SQLException;
        abstract boolean skip();
      """;

  private static CompilationTestHelper checked(String methods) {
    return Checked.by(TransactionFinishedTwice.class)
        .addSourceLines(
            "jakarta/persistence/EntityTransaction.java",
            """
            package jakarta.persistence;

            public interface EntityTransaction {
              void begin();

              void commit();

              void rollback();

              boolean isActive();
            }
            """)
        .addSourceLines(
            "jakarta/persistence/EntityManager.java",
            """
            package jakarta.persistence;

            public interface EntityManager {
              EntityTransaction getTransaction();
            }
            """)
        .addSourceLines(
            "org/springframework/transaction/TransactionStatus.java",
            """
            package org.springframework.transaction;

            public interface TransactionStatus {
              boolean isCompleted();
            }
            """)
        .addSourceLines(
            "org/springframework/transaction/PlatformTransactionManager.java",
            """
            package org.springframework.transaction;

            public interface PlatformTransactionManager {
              TransactionStatus getTransaction(Object definition);

              void commit(TransactionStatus status);

              void rollback(TransactionStatus status);
            }
            """)
        .addSourceLines("Orders.java", HEAD + methods + "}");
  }

  @Test
  void rollback_alsoAfterTheCommit_isReported() {
    checked(
            """
            void plain(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                // BUG: Diagnostic contains: c.rollback() also runs after the commit on line 23
                c.rollback();
              }
            }

            void beforeTheClose(DataSource source) throws SQLException {
              Connection c = source.getConnection();
              try {
                work(c);
                c.commit();
              } catch (IllegalStateException e) {
                log.warning("failed");
              } finally {
                if (c != null) {
                  // BUG: Diagnostic contains: also runs after the commit
                  c.rollback();
                  c.close();
                }
              }
            }

            void onlyAskedWhetherClosed() throws SQLException {
              try {
                work(connection);
                connection.commit();
              } finally {
                if (!connection.isClosed()) {
                  // BUG: Diagnostic contains: also runs after the commit
                  this.connection.rollback();
                }
              }
            }

            int inAnInnerTry(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
                return 1;
              } finally {
                try {
                  // BUG: Diagnostic contains: also runs after the commit
                  c.rollback();
                } catch (SQLException e) {
                  log.warning("no rollback");
                }
              }
            }

            void entities() throws SQLException {
              EntityTransaction tx = em.getTransaction();
              tx.begin();
              try {
                work(em);
                em.getTransaction().commit();
              } finally {
                // BUG: Diagnostic contains: also runs after the commit
                tx.rollback();
              }
            }

            void committedAfterTheRollback(Connection c) throws SQLException {
              try {
                work(c);
              } catch (SQLException e) {
                c.rollback();
                throw e;
              } finally {
                // BUG: Diagnostic contains: c.commit() also runs after the rollback
                c.commit();
              }
            }

            void spring() throws SQLException {
              TransactionStatus status = manager.getTransaction(null);
              try {
                work(status);
                manager.commit(status);
              } finally {
                // BUG: Diagnostic contains: also runs after the commit
                manager.rollback(status);
              }
            }

            void quietly(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                // BUG: Diagnostic contains: also runs after the commit
                rollbackQuietly(c);
              }
            }

            void rollbackQuietly(Connection c) {
              try {
                c.rollback();
              } catch (SQLException e) {
                log.warning("no rollback");
              }
            }

            Runnable inALambda(Connection c) {
              return () -> {
                try {
                  if (!skip()) {
                    work(c);
                    c.commit();
                  }
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                } finally {
                  try {
                    // BUG: Diagnostic contains: also runs after the commit
                    c.rollback();
                  } catch (SQLException e) {
                    log.warning("no rollback");
                  }
                }
              };
            }

            void registered(dev.backstop.cleanup.CleanupRegistry cleanups, Connection c)
                throws SQLException {
              // BUG: Diagnostic contains: also runs after the commit
              cleanups.register("rollback", outcome -> c.rollback());
              work(c);
              c.commit();
            }
            """)
        .doTest();
  }

  @Test
  void automaticCommit_thatCommitsWhatIsOpen_isReported() {
    checked(
            """
            void nothingRollsBack(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
              } finally {
                // BUG: Diagnostic contains: nothing rolls back when the work fails
                c.setAutoCommit(true);
              }
            }

            void neverCommits(Connection c) throws SQLException {
              try {
                c.setAutoCommit(false);
                work(c);
              } catch (SQLException e) {
                c.rollback();
                throw e;
              } finally {
                // BUG: Diagnostic contains: the try can end without a commit
                c.setAutoCommit(true);
              }
            }

            void earlyReturn(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
                if (skip()) {
                  return;
                }
                c.commit();
              } catch (SQLException e) {
                c.rollback();
                throw e;
              } finally {
                // BUG: Diagnostic contains: the try can end without a commit
                c.setAutoCommit(true);
              }
            }

            void onlyLogs(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
              } catch (SQLException e) {
                log.warning("failed");
              } finally {
                // BUG: Diagnostic contains: the catch of SQLException does not roll back
                c.setAutoCommit(true);
                c.close();
              }
            }

            void theFormerSetting(Connection c) throws SQLException {
              boolean before = c.getAutoCommit();
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
              } finally {
                // BUG: Diagnostic contains: nothing rolls back
                c.setAutoCommit(before);
              }
            }

            void oneOfTwoCatches(Connection c) throws SQLException, IOException {
              c.setAutoCommit(false);
              try {
                work(c);
                System.in.read();
                c.commit();
              } catch (SQLException e) {
                c.rollback();
                throw e;
              } catch (IOException e) {
                throw e;
              } finally {
                // BUG: Diagnostic contains: the catch of IOException does not roll back
                c.setAutoCommit(true);
              }
            }

            void rolledBackTooLate(Connection c) throws SQLException {
              try {
                try {
                  c.setAutoCommit(false);
                  work(c);
                  c.commit();
                } finally {
                  // BUG: Diagnostic contains: nothing rolls back
                  c.setAutoCommit(true);
                }
              } catch (SQLException e) {
                c.rollback();
              }
            }

            void savepoint(Connection c) throws SQLException {
              c.setAutoCommit(false);
              Savepoint before = c.setSavepoint();
              try {
                work(c);
                c.commit();
              } catch (SQLException e) {
                c.rollback(before);
              } finally {
                if (c != null) {
                  // BUG: Diagnostic contains: does not roll back
                  c.setAutoCommit(true);
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void rollback_thatAsks_isNotReported() {
    checked(
            """
            void inACatch(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } catch (SQLException | RuntimeException e) {
                c.rollback();
                throw e;
              } finally {
                c.close();
              }
            }

            void aFlag(Connection c) throws SQLException {
              boolean committed = false;
              try {
                work(c);
                c.commit();
                committed = true;
              } finally {
                if (!committed) {
                  c.rollback();
                }
              }
            }

            void aFlagThatReturns(Connection c) throws SQLException {
              boolean committed = false;
              try {
                work(c);
                c.commit();
                committed = true;
              } finally {
                if (committed) {
                  c.close();
                  return;
                }
                c.rollback();
              }
            }

            void orElse(Connection c) throws SQLException {
              boolean ok = false;
              try {
                work(c);
                ok = true;
              } finally {
                if (ok) {
                  c.commit();
                } else {
                  c.rollback();
                }
              }
            }

            void active() throws SQLException {
              EntityTransaction tx = em.getTransaction();
              try {
                tx.begin();
                work(em);
                tx.commit();
              } finally {
                if (tx.isActive()) {
                  tx.rollback();
                }
              }
            }

            void completed() throws SQLException {
              TransactionStatus status = manager.getTransaction(null);
              try {
                work(status);
                manager.commit(status);
              } finally {
                if (status != null && !status.isCompleted()) {
                  manager.rollback(status);
                }
              }
            }

            void cleared() throws SQLException {
              Connection c = source.getConnection();
              try {
                work(c);
                c.commit();
                c = null;
              } finally {
                if (c != null) {
                  c.rollback();
                }
              }
            }

            void readOnly(Connection c) throws SQLException {
              try {
                work(c);
              } finally {
                c.rollback();
              }
            }

            void another(Connection c, Connection other) throws SQLException {
              try {
                work(other);
                c.commit();
              } finally {
                other.rollback();
              }
            }

            void savepoint(Connection c) throws SQLException {
              Savepoint before = c.setSavepoint();
              try {
                work(c);
                c.commit();
              } finally {
                c.rollback(before);
              }
            }

            void helperThatAsks(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                rollbackIfOpen(c);
              }
            }

            void rollbackIfOpen(Connection c) throws SQLException {
              if (!c.getAutoCommit()) {
                c.rollback();
              }
            }

            void registered(dev.backstop.cleanup.CleanupRegistry cleanups, Connection c)
                throws SQLException {
              cleanups.register(
                  "transaction",
                  outcome -> {
                    if (!outcome.failed()) {
                      c.commit();
                    } else {
                      c.rollback();
                    }
                  });
              work(c);
            }
            """)
        .doTest();
  }

  @Test
  void automaticCommit_ofWhatIsEnded_isNotReported() {
    checked(
            """
            void commitOrRollback(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
              } catch (SQLException | RuntimeException e) {
                c.rollback();
                throw e;
              } finally {
                c.setAutoCommit(true);
              }
            }

            int result(Connection c) throws SQLException {
              boolean before = c.getAutoCommit();
              c.setAutoCommit(false);
              try {
                work(c);
                if (skip()) {
                  c.rollback();
                  return 0;
                }
                c.commit();
                return 1;
              } catch (Exception e) {
                rollbackQuietly(c);
                throw e;
              } finally {
                c.setAutoCommit(before);
              }
            }

            abstract void rollbackQuietly(Connection c);

            void flag(Connection c) throws SQLException {
              boolean committed = false;
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
                committed = true;
              } finally {
                if (!committed) {
                  c.rollback();
                }
                c.setAutoCommit(true);
              }
            }

            void innerTry(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                try {
                  work(c);
                  c.commit();
                } catch (Throwable e) {
                  c.rollback();
                  throw e;
                }
              } finally {
                c.setAutoCommit(true);
              }
            }

            void notBegunHere(Connection c) throws SQLException {
              try {
                work(c);
              } finally {
                c.setAutoCommit(true);
              }
            }

            void endsTheMode(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
              } finally {
                c.setAutoCommit(false);
              }
            }

            void afterTheTry(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
              } catch (SQLException e) {
                c.rollback();
                throw e;
              }
              c.commit();
              c.setAutoCommit(true);
            }

            void choice(Connection c, int kind) throws SQLException {
              c.setAutoCommit(false);
              try {
                switch (kind) {
                  case 1 -> {
                    work(c);
                    c.commit();
                  }
                  case 2 -> c.commit();
                  default -> c.rollback();
                }
              } catch (Exception e) {
                c.rollback();
                throw e;
              } finally {
                if (c != null) {
                  c.setAutoCommit(true);
                }
              }
            }
            """)
        .doTest();
  }

  @Test
  void rollback_byAMethodOfTheFile_isReported() {
    checked(
            """
            void given(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                // BUG: Diagnostic contains: undo(c) also runs after the commit
                undo(c);
              }
            }

            void committedThere(Connection c) throws SQLException {
              try {
                save(c);
              } finally {
                // BUG: Diagnostic contains: c.rollback() also runs after the commit
                c.rollback();
              }
            }

            void ofAField() throws SQLException {
              try {
                work(connection);
                connection.commit();
              } finally {
                // BUG: Diagnostic contains: undoField() also runs after the commit
                undoField();
              }
            }

            void ofAnEntityManager(EntityManager manager) throws SQLException {
              manager.getTransaction().begin();
              try {
                work(manager);
                manager.getTransaction().commit();
              } finally {
                // BUG: Diagnostic contains: undoAll(manager) also runs after the commit
                undoAll(manager);
              }
            }

            private void save(Connection it) throws SQLException {
              work(it);
              it.commit();
            }

            private void undo(Connection it) {
              try {
                it.rollback();
              } catch (SQLException e) {
                log.warning("no rollback");
              }
            }

            private void undoField() throws SQLException {
              connection.rollback();
            }

            private void undoAll(EntityManager it) {
              it.getTransaction().rollback();
            }
            """)
        .doTest();
  }

  @Test
  void rollback_byAMethodOfTheFile_isNotReported() {
    checked(
            """
            boolean committed;

            void inACatch(Connection c) throws SQLException {
              c.setAutoCommit(false);
              try {
                work(c);
                c.commit();
              } catch (Throwable e) {
                undo(c);
                throw e;
              } finally {
                c.setAutoCommit(true);
              }
            }

            void ofAnother(Connection c, Connection other) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                undo(other);
              }
            }

            void thatAsks(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                undoUnlessCommitted(c);
              }
            }

            private void undo(Connection it) throws SQLException {
              it.rollback();
            }

            private void undoUnlessCommitted(Connection it) throws SQLException {
              if (!committed) {
                it.rollback();
              }
            }

            void calls(Connection c) throws SQLException {
              try {
                calledBack(c);
              } finally {
                calledBack(c);
              }
            }

            private void calledBack(Connection it) throws SQLException {
              calls(it);
              calledBack(it);
            }
            """)
        .doTest();
  }

  @Test
  void rollback_whereACheckForNullTellsHowItEnded_isNotReported() {
    checked(
            """
            void error(Connection c) throws SQLException {
              Throwable failed = null;
              try {
                work(c);
                c.commit();
              } catch (SQLException e) {
                failed = e;
                throw e;
              } finally {
                if (failed != null) {
                  log.warning(String.valueOf(failed));
                  c.rollback();
                }
              }
            }

            void result(Connection c) throws SQLException {
              String result = null;
              try {
                c.commit();
                result = "done";
              } finally {
                if (result == null) {
                  c.rollback();
                }
                log.info(result);
              }
            }

            void outcome(dev.backstop.Exchange exchange, Connection c) throws SQLException {
              exchange.cleanups().register("tx", outcome -> {
                if (outcome.error() != null) {
                  c.rollback();
                }
              });
              work(c);
              c.commit();
            }
            """)
        .doTest();
  }

  @Test
  void rollback_ofWhatIsThere_isReported() {
    checked(
            """
            void opened(DataSource source) throws SQLException {
              Connection c = null;
              try {
                c = source.getConnection();
                work(c);
                c.commit();
              } finally {
                if (c != null) {
                  // BUG: Diagnostic contains: c.rollback() also runs after the commit
                  c.rollback();
                }
              }
            }

            void left(Connection c) throws SQLException {
              try {
                work(c);
                c.commit();
              } finally {
                if (c == null) {
                  return;
                }
                // BUG: Diagnostic contains: c.rollback() also runs after the commit
                c.rollback();
              }
            }
            """)
        .doTest();
  }
}
