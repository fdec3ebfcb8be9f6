/**
 * What does an application type? {@link dev.backstop.Backstop} is built and installed; from then on
 * every request is an {@link dev.backstop.Exchange} until its real end.
 *
 * <ul>
 *   <li>{@link dev.backstop.BackstopBuilder} says what is in use: read it first.
 *   <li>{@link dev.backstop.Exchange} gives the application its cleanups, its cancellation, and a
 *       way to answer with a problem; {@link dev.backstop.HandedOff} is work that goes on after it.
 *   <li>{@link dev.backstop.Middleware} watches every exchange through a {@link
 *       dev.backstop.Watch}, in its {@link dev.backstop.Stage}; a {@link dev.backstop.Gate} refuses
 *       requests, an {@link dev.backstop.ErrorMapper} turns errors into answers.
 * </ul>
 *
 * <p>Inside, the filter takes a request through its dispatches, the life of the exchange decides by
 * which source it ends, and once, and the unwinder runs the cleanups.
 *
 * <p>The packages, top to bottom; imports point down only:
 *
 * <ol>
 *   <li>{@link dev.backstop.tenant} and {@link dev.backstop.slo}: whose the exchange was, and
 *       whether it kept what was promised
 *   <li>{@link dev.backstop.observe} and {@link dev.backstop.jdbc}: what an operator reads, and
 *       transactions
 *   <li>this one
 *   <li>{@link dev.backstop.jetty}, {@link dev.backstop.tomcat}, {@link dev.backstop.undertow}: the
 *       container's own signal of the end
 *   <li>{@link dev.backstop.pitfall}: misuse that was caught
 *   <li>{@link dev.backstop.completion}: what tells of the end
 *   <li>{@link dev.backstop.status}: what the response was seen to do
 *   <li>{@link dev.backstop.cancellation}: what tells work to stop
 *   <li>{@link dev.backstop.cleanup}: the ordered cleanups
 *   <li>{@link dev.backstop.problem}: what a client is told of a failure
 *   <li>{@link dev.backstop.outcome} and {@link dev.backstop.ownership}: what became of the
 *       exchange, and who ends what
 * </ol>
 */
@NullMarked
package dev.backstop;

import org.jspecify.annotations.NullMarked;
