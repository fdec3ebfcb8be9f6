/**
 * What became of an exchange? {@link dev.backstop.outcome.Outcome} is the answer, a value; {@link
 * dev.backstop.outcome.Ending} and {@link dev.backstop.outcome.StatusSource} are its words.
 *
 * <p>{@link dev.backstop.outcome.ErrorClassifier} names errors, {@link
 * dev.backstop.outcome.LoggedError} makes them fit to be logged, and {@link
 * dev.backstop.outcome.Untrusted} what a client sent. The leaf of the order of packages: it knows
 * nobody, and everybody knows it.
 */
@NullMarked
package dev.backstop.outcome;

import org.jspecify.annotations.NullMarked;
