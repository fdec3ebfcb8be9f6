/**
 * How does a test of a servlet application learn how each call really ended? {@link
 * dev.backstop.harness.junit.BackstopExtension}, for JUnit, runs the application, or runs beside
 * it; read it first.
 *
 * <p>Its builders are {@link dev.backstop.harness.junit.JettyExtensionBuilder}, for a Jetty that it
 * starts, and {@link dev.backstop.harness.junit.BesideExtensionBuilder}, for a server that somebody
 * else starts. {@link dev.backstop.harness.junit.Exchanges} gives the {@link
 * dev.backstop.harness.junit.EndedExchange} of a response. A test fails on every pitfall that no
 * {@link dev.backstop.harness.junit.ExpectPitfall} wanted.
 */
@NullMarked
package dev.backstop.harness.junit;

import org.jspecify.annotations.NullMarked;
