/**
 * What a client is told of a failure: {@link dev.backstop.problem.Problem}, an RFC 9457 problem
 * detail, is the value; {@link dev.backstop.problem.ProblemBuilder} makes one. It knows nobody.
 */
@NullMarked
package dev.backstop.problem;

import org.jspecify.annotations.NullMarked;
