/**
 * Who commits, and who rolls back? The application commits; {@link
 * dev.backstop.jdbc.DeferredTransaction}, which hands out the connection, does everything else at
 * the end of the exchange, in the order that loses nothing: statements, rollback where nothing was
 * committed, settings, connection.
 *
 * <p>Read {@link dev.backstop.jdbc.DeferredTransaction} first. The connection that it hands out and
 * its statements are guarded by plain classes, without reflection: what they are told they pass on,
 * but for what ends the transaction or would leave a trace in the pool. A {@link
 * dev.backstop.jdbc.CommitOutcomeUnknownException} tells of a commit of which nobody knows whether
 * the database has it.
 *
 * <p>Needs {@code java.sql} alone, and of Backstop the exchange, its cleanups and its cancellation.
 */
@NullMarked
package dev.backstop.jdbc;

import org.jspecify.annotations.NullMarked;
