/**
 * Database transactions that end with their exchange. {@link dev.backstop.jdbc.DeferredTransaction}
 * hands out a connection; the application commits; everything else is done at the end, in the order
 * that loses nothing: statements, rollback where nothing was committed, settings, connection.
 *
 * <p>The connection and its statements are guarded by plain classes, without reflection. What they
 * are told they pass on, but for what ends the transaction or would leave a trace in the pool.
 *
 * <p>Needs {@code java.sql} alone.
 */
@NullMarked
package dev.backstop.jdbc;

import org.jspecify.annotations.NullMarked;
