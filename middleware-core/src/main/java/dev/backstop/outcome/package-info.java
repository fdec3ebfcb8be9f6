/**
 * What became of an exchange. The leaf of the package order: it knows nobody.
 *
 * <p>{@link dev.backstop.outcome.Outcome} is the value; {@link dev.backstop.outcome.Ending} and
 * {@link dev.backstop.outcome.StatusSource} are its words; {@link
 * dev.backstop.outcome.ErrorClassifier} names errors.
 */
@NullMarked
package dev.backstop.outcome;

import org.jspecify.annotations.NullMarked;
