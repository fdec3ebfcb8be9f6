/**
 * Error Prone checks for dangerous cleanup code. Each rule is a class with the name of the rule,
 * each of its severities a rule of its own; what several rules ask is answered in one place:
 *
 * <ul>
 *   <li>{@link dev.backstop.checks.ServletCode}: what is a request, a response, a call of the chain
 *   <li>{@link dev.backstop.checks.CleanupCode}: what is a cleanup, a finally block or what a
 *       registry was given
 *   <li>{@link dev.backstop.checks.AsyncTasks}: what runs on another thread
 *   <li>{@link dev.backstop.checks.Protocol}: what must be ended, {@link
 *       dev.backstop.checks.MustEnd}: whether it is, on all paths
 * </ul>
 *
 * <p>The page of a rule is {@code docs/checks/RULE.md}.
 */
@NullMarked
package dev.backstop.checks;

import org.jspecify.annotations.NullMarked;
