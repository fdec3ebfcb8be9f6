/**
 * What is a client told of a failure? A {@link dev.backstop.problem.Problem}, an RFC 9457 problem
 * detail, which {@link dev.backstop.problem.ProblemBuilder} makes: what its author put in, and
 * nothing else.
 *
 * <p>When one is sent is decided above, by gates, error mappers and {@code Exchange.fail}. Of
 * Backstop it knows nothing but how text is cut.
 */
@NullMarked
package dev.backstop.problem;

import org.jspecify.annotations.NullMarked;
