/**
 * Who decides the status? The container does, and this package watches it.
 *
 * <p>{@link dev.backstop.status.StatusCapturingResponseWrapper} passes a response on; what it sees
 * is kept in one {@link dev.backstop.status.ResponseEvidence} per exchange and read as {@link
 * dev.backstop.status.Evidence}; misuse goes to a {@link dev.backstop.status.ResponseMonitor},
 * which the root package implements. It knows {@code outcome} alone.
 */
@NullMarked
package dev.backstop.status;

import org.jspecify.annotations.NullMarked;
