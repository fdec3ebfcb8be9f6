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
 *   <li>{@link dev.backstop.checks.AfterChain}: what runs when the chain has returned; {@link
 *       dev.backstop.checks.UncaughtChain} and {@link dev.backstop.checks.CompletionGuard}: and
 *       when it has thrown
 *   <li>{@link dev.backstop.checks.LaterCode}: which lambdas run at another time
 *   <li>{@link dev.backstop.checks.ResponseCalls}: what a response is asked and told; {@link
 *       dev.backstop.checks.ChainResponse}: which one it is
 *   <li>{@link dev.backstop.checks.CalledMethod}: a helper of the same file
 * </ul>
 *
 * <p>The page of a rule is {@code docs/checks/RULE.md}.
 */
@NullMarked
package dev.backstop.checks;

import org.jspecify.annotations.NullMarked;
